using Connecto.Admin;

namespace Connecto.Storage.Profiling;

/// <summary>Waits for a connection of one pool. Any number of threads may add to it.</summary>
internal sealed class PoolWaits(TimeProvider time)
{
    private static readonly TimeSpan _half = ClusterReports.Lately / 2;

    private readonly Lock _lock = new();
    private PoolTally _ever = PoolTally.None;

    // Of the half of ClusterReports.Lately that runs, and of the one before.
    private PoolTally _current = PoolTally.None;
    private PoolTally _former = PoolTally.None;
    private long _began = time.GetTimestamp();
    private int _waiting;
    private long _since = time.GetTimestamp();

    /// <summary>So many more wait, or so many fewer.</summary>
    public void Changed(int by)
    {
        lock (_lock)
        {
            Pass();
            _waiting += by;
            Add(new PoolTally(Math.Max(0, by), 0, 0));
        }
    }

    public void TimedOut()
    {
        lock (_lock)
        {
            Pass();
            Add(new PoolTally(0, 0, 1));
        }
    }

    public PoolFigures Figures(string name, PoolUsage usage)
    {
        lock (_lock)
        {
            Pass();
            return new PoolFigures(
                name,
                _ever.Waits,
                _waiting,
                _ever.WaitedMicroseconds,
                _ever.Timeouts,
                usage.Idle,
                usage.Busy,
                usage.Most,
                _former.With(_current)
            );
        }
    }

    // How long all have waited together, those who still do too.
    private void Pass()
    {
        var now = time.GetTimestamp();
        var waited = time.GetElapsedTime(_since, now) * _waiting;
        _since = now;
        var elapsed = time.GetElapsedTime(_began, now);
        if (elapsed >= _half)
        {
            _former = elapsed >= ClusterReports.Lately ? PoolTally.None : _current;
            (_current, _began) = (PoolTally.None, now);
        }
        Add(new PoolTally(0, (long)waited.TotalMicroseconds, 0));
    }

    private void Add(PoolTally more)
    {
        _ever = _ever.With(more);
        _current = _current.With(more);
    }
}

/// <summary>Connections of a pool that are open and idle, that are in use, and that there can be at most.</summary>
internal readonly record struct PoolUsage(int Idle, int Busy, int Most);
