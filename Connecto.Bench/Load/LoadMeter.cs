namespace Connecto.Bench.Load;

/// <summary>What all connections of a run count together. Thread-safe.</summary>
/// <param name="order">What checks their histories; one of its own where that is null.</param>
internal sealed class LoadMeter(OrderMeter? order = null)
{
    private long _acknowledged;
    private long _delivered;
    private long _failed;
    private string? _firstFailure;

    /// <summary>Whether everybody saw everything in order, from the beginning.</summary>
    public OrderMeter Order { get; } = order ?? new OrderMeter();

    /// <summary>From the call to its answer, which comes once the message is durable.</summary>
    public LatencyHistogram Sends { get; } = new();

    /// <summary>From the call to the event at a member, the sender among them.</summary>
    public LatencyHistogram Deliveries { get; } = new();

    public long AcknowledgedCount => Interlocked.Read(ref _acknowledged);

    public long DeliveredCount => Interlocked.Read(ref _delivered);

    /// <summary>Calls that were answered by an error, or could not be made in time.</summary>
    public long FailedCount => Interlocked.Read(ref _failed);

    public string? FirstFailure => _firstFailure;

    public void Acknowledged(long ticks)
    {
        Interlocked.Increment(ref _acknowledged);
        Sends.Record(ticks);
    }

    public void Delivered(long ticks)
    {
        Interlocked.Increment(ref _delivered);
        Deliveries.Record(ticks);
    }

    public void Failed(string reason)
    {
        Interlocked.Increment(ref _failed);
        Interlocked.CompareExchange(ref _firstFailure, reason, null);
    }

    /// <summary>Starts the figures anew, as at the end of a warm-up.</summary>
    public void Clear()
    {
        Sends.Clear();
        Deliveries.Clear();
        Interlocked.Exchange(ref _acknowledged, 0);
        Interlocked.Exchange(ref _delivered, 0);
        Interlocked.Exchange(ref _failed, 0);
        _firstFailure = null;
    }
}
