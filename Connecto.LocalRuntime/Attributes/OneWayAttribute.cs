namespace Orleans.Concurrency;

/// <summary>The caller does not wait for the method and does not learn how it ended.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
