using System.Collections.Concurrent;
using System.Diagnostics;
using Connecto.Bench.Load;

namespace Connecto.Bench.Scenes;

/// <summary>Counts requests, how long they took, and what they were refused with. Thread-safe.</summary>
internal sealed class SceneMeter
{
    private readonly LatencyHistogram _latencies = new();
    private readonly ConcurrentDictionary<string, int> _errors = new();
    private long _ticks;
    private long _longest;

    /// <summary>Counts a request that was answered, in ticks of <see cref="Stopwatch"/>.</summary>
    public void Answered(long ticks)
    {
        _latencies.Record(ticks);
        Interlocked.Add(ref _ticks, ticks);
        for (var seen = Volatile.Read(ref _longest); ticks > seen; seen = Volatile.Read(ref _longest))
        {
            Interlocked.CompareExchange(ref _longest, ticks, seen);
        }
    }

    /// <summary>Counts a request that was refused, or was not answered.</summary>
    public void Failed(string code) => _errors.AddOrUpdate(code, 1, (_, count) => count + 1);

    /// <summary>What was counted in so long.</summary>
    public SceneFigures Figures(TimeSpan time)
    {
        var count = _latencies.Count;
        return new SceneFigures(
            count,
            count / time.TotalSeconds,
            count == 0 ? 0 : Stopwatch.GetElapsedTime(0, _ticks).TotalMilliseconds / count,
            _latencies.Milliseconds(0.5),
            _latencies.Milliseconds(0.95),
            _latencies.Milliseconds(0.99),
            Stopwatch.GetElapsedTime(0, _longest).TotalMilliseconds,
            new SortedDictionary<string, int>(_errors)
        );
    }
}

/// <summary>Requests that were answered, and how long they took in milliseconds; <c>Errors</c> by code are not among them.</summary>
internal sealed record SceneFigures(
    long Requests,
    double PerSecond,
    double Mean,
    double P50,
    double P95,
    double P99,
    double Longest,
    IReadOnlyDictionary<string, int> Errors
);
