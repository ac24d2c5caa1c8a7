using System.Collections.Immutable;

namespace Connecto.Diagnostics;

/// <summary>How long the runs of one thing have taken. Any number of threads may add to it.</summary>
public sealed class DurationMeter
{
    private readonly long[] _buckets = new long[TimeBuckets.Count];
    private long _microseconds;
    private long _longest;
    private long _failures;

    /// <summary>One run is over, also one that failed.</summary>
    public void Ran(TimeSpan took)
    {
        var microseconds = (long)took.TotalMicroseconds;
        Interlocked.Increment(ref _buckets[TimeBuckets.Of(microseconds)]);
        Interlocked.Add(ref _microseconds, microseconds);
        for (var seen = Volatile.Read(ref _longest); microseconds > seen; )
        {
            var before = Interlocked.CompareExchange(ref _longest, microseconds, seen);
            seen = before == seen ? microseconds : before;
        }
    }

    /// <summary>One of the runs failed.</summary>
    public void Failed() => Interlocked.Increment(ref _failures);

    public Durations Read()
    {
        var buckets = _buckets.Select((_, bucket) => Interlocked.Read(ref _buckets[bucket])).ToImmutableArray();
        return new Durations(
            Interlocked.Read(ref _microseconds),
            Interlocked.Read(ref _longest),
            Interlocked.Read(ref _failures),
            buckets
        );
    }
}
