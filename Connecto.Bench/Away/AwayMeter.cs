using System.Collections.Concurrent;
using System.Diagnostics;
using Connecto.Bench.Load;

namespace Connecto.Bench.Away;

/// <summary>What calls of one kind came to while PostgreSQL was there, or while it was away. Thread-safe.</summary>
internal sealed class AwayMeter
{
    private readonly ConcurrentDictionary<string, int> _refused = new();
    private readonly LatencyHistogram _accepted = new();
    private readonly LatencyHistogram _refusals = new();
    private long _longest;

    public void Accepted(long startedAt) => _accepted.Record(Stopwatch.GetTimestamp() - startedAt);

    /// <summary>Counts a call that was refused with that code, or was not answered.</summary>
    public void Refused(string code, long startedAt)
    {
        var ticks = Stopwatch.GetTimestamp() - startedAt;
        _refused.AddOrUpdate(code, 1, (_, count) => count + 1);
        _refusals.Record(ticks);
        for (var seen = Volatile.Read(ref _longest); ticks > seen; seen = Volatile.Read(ref _longest))
        {
            Interlocked.CompareExchange(ref _longest, ticks, seen);
        }
    }

    public AwayFigures Figures() =>
        new(
            _accepted.Count,
            Latency.Of(_accepted),
            _refusals.Count,
            new SortedDictionary<string, int>(_refused),
            Latency.Of(_refusals),
            Stopwatch.GetElapsedTime(0, _longest).TotalMilliseconds
        );
}

/// <summary>Calls that were accepted and refused, by code, and the milliseconds that each took.</summary>
internal sealed record AwayFigures(
    long Accepted,
    Latency AcceptedMilliseconds,
    long Refused,
    IReadOnlyDictionary<string, int> Codes,
    Latency RefusedMilliseconds,
    double LongestRefusal
);
