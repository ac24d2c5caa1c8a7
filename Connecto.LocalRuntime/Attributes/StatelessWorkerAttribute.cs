namespace Orleans.Concurrency;

/// <summary>
/// Serves one grain id by several activations of the caller's silo, as many as are busy at once, up to a bound.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute : Attribute
{
    /// <summary>At most one activation a processor.</summary>
    public StatelessWorkerAttribute()
        : this(Environment.ProcessorCount) { }

    /// <summary>At most <paramref name="maxLocalWorkers"/> activations, 1 or more.</summary>
    public StatelessWorkerAttribute(int maxLocalWorkers) => MaxLocalWorkers = Math.Max(1, maxLocalWorkers);

    internal int MaxLocalWorkers { get; }
}
