using System.Diagnostics;

namespace Connecto.Storage.Profiling;

/// <summary>Waits for a connection of one pool. Any number of threads may add to it.</summary>
internal sealed class PoolWaits
{
    private readonly Lock _lock = new();
    private long _waits;
    private long _timeouts;
    private int _waiting;
    private TimeSpan _waited;
    private long _since;

    /// <summary>So many more wait, or so many fewer.</summary>
    public void Changed(int by)
    {
        lock (_lock)
        {
            Pass();
            _waiting += by;
            _waits += Math.Max(0, by);
        }
    }

    public void TimedOut()
    {
        lock (_lock)
        {
            _timeouts++;
        }
    }

    public PoolFigures Figures(string name)
    {
        lock (_lock)
        {
            Pass();
            return new PoolFigures(name, _waits, _waiting, (long)_waited.TotalMicroseconds, _timeouts);
        }
    }

    // How long all have waited together, those who still do too.
    private void Pass()
    {
        var now = Stopwatch.GetTimestamp();
        _waited += Stopwatch.GetElapsedTime(_since, now) * _waiting;
        _since = now;
    }
}
