namespace Orleans.Concurrency;

/// <summary>Lets the grain's calls run between each other's awaits.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
