using Orleans.Runtime;

namespace Orleans;

/// <summary>Base of the interfaces by which grains call objects that are no grains.</summary>
public interface IGrainObserver : IAddressable;
