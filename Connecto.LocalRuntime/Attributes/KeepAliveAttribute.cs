namespace Orleans;

/// <summary>Keeps the idle collector away from the grain's activations.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class KeepAliveAttribute : Attribute;
