using System.Collections.Concurrent;
using System.Diagnostics;
using Connecto.Bench.Load;

namespace Connecto.Bench.Clients;

/// <summary>What all clients of a run write to: how often they did what, and faults. Thread-safe.</summary>
internal sealed class RunLog(Stopwatch clock)
{
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _counts = new();
    private readonly ConcurrentDictionary<AnswersAgain, bool> _awaited = new();
    private int _connections;

    /// <summary>The time since the run began.</summary>
    public TimeSpan Now => clock.Elapsed;

    /// <summary>From the first call of each send to its answer, however often it had to be called.</summary>
    public LatencyHistogram Sends { get; } = new();

    public IReadOnlyList<string> Faults => [.. _faults];

    /// <summary>How often what was done.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    public void Fault(string text) => _faults.Enqueue($"at {Now.TotalSeconds:F1} s {text}");

    /// <summary>A number that no other connection of the run has, from 1 on.</summary>
    public int NextConnection() => Interlocked.Increment(ref _connections);

    /// <summary>Counts one more of these.</summary>
    public void Count(string what) => _counts.AddOrUpdate(what, 1, (_, count) => count + 1);

    /// <summary>A send to this planet, called at that time, was answered now.</summary>
    public void Answered(string planetId, TimeSpan calledAt)
    {
        foreach (var (again, _) in _awaited)
        {
            if (calledAt >= again.Since && again.Answered(planetId, Now))
            {
                _awaited.TryRemove(again, out _);
            }
        }
    }

    /// <summary>Awaits one answered send, called from now on, in each of these planets.</summary>
    public AnswersAgain AwaitAnswers(IEnumerable<string> planetIds)
    {
        var again = new AnswersAgain(planetIds, Now);
        _awaited[again] = true;
        return again;
    }
}
