namespace Connecto.Bench.Clients;

/// <summary>When each planet first answered a send that was called after a moment. Thread-safe.</summary>
internal sealed class AnswersAgain(IEnumerable<string> planetIds, TimeSpan since)
{
    private readonly Lock _lock = new();
    private readonly HashSet<string> _silent = [.. planetIds];
    private readonly List<TimeSpan> _after = [];
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The moment, since the run began.</summary>
    public TimeSpan Since => since;

    /// <summary>Completes once every planet has answered.</summary>
    public Task All => _all.Task;

    /// <summary>The planets that have not answered yet.</summary>
    public IReadOnlyList<string> Silent
    {
        get
        {
            lock (_lock)
            {
                return [.. _silent];
            }
        }
    }

    /// <summary>How long after the moment the last of those answered that have; null while none has.</summary>
    public TimeSpan? Longest
    {
        get
        {
            lock (_lock)
            {
                return _after.Count == 0 ? null : _after[^1];
            }
        }
    }

    /// <summary>A planet answered; true where it was the last one.</summary>
    public bool Answered(string planetId, TimeSpan at)
    {
        lock (_lock)
        {
            if (_silent.Remove(planetId))
            {
                _after.Add(at - since);
            }

            return _silent.Count == 0 && _all.TrySetResult();
        }
    }
}
