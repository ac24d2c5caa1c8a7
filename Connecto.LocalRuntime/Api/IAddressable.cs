namespace Orleans.Runtime;

/// <summary>Whatever can be called through a reference: a grain or an observer.</summary>
public interface IAddressable;
