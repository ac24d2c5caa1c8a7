using System.Collections.Concurrent;

namespace Connecto.Silo.Clustering;

/// <summary>
/// How long calls were on their way, by clocks of two processes that have nothing to do with each other: what a call took
/// longer than the quickest of its caller's in the last minutes. Neither clock is the time of day, and that they drift
/// apart by some milliseconds a minute does not matter. Safe for use by several threads.
/// </summary>
public sealed class CallAges(TimeProvider time)
{
    /// <summary>Callers that are remembered at most; one start of one process is one.</summary>
    internal const int MaxCallers = 1_000;

    private const int ClockBits = 40;
    private const long ClockMask = (1L << ClockBits) - 1;

    // The quickest is of this time and the one before it.
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<long, Quickest> _callers = new();
    private readonly long _self = Random.Shared.NextInt64(1, 1L << (62 - ClockBits)) << ClockBits;

    /// <summary>What a call takes along: who calls, and when by this process's clock, in milliseconds.</summary>
    public long Stamp() => _self | (Now & ClockMask);

    /// <summary>How long a call with that stamp was on its way; zero for a caller's first.</summary>
    public TimeSpan Of(long stamp)
    {
        var caller = stamp >> ClockBits;
        if (!_callers.TryGetValue(caller, out var quickest))
        {
            if (_callers.Count >= MaxCallers)
            {
                // Of as many restarts few run still; those are known again with their next call.
                _callers.Clear();
            }
            quickest = _callers.GetOrAdd(caller, _ => new Quickest());
        }
        var now = Now;
        return TimeSpan.FromMilliseconds(quickest.Excess(now - (stamp & ClockMask), now));
    }

    private long Now => (long)time.GetElapsedTime(0).TotalMilliseconds;

    private sealed class Quickest
    {
        private readonly Lock _lock = new();
        private long _before = long.MaxValue;
        private long _current = long.MaxValue;
        private long _since;

        /// <summary>Milliseconds beyond the quickest so far; then counts this one too.</summary>
        public long Excess(long took, long now)
        {
            lock (_lock)
            {
                var quickest = Math.Min(_before, _current);
                if (now - _since > _window.TotalMilliseconds)
                {
                    (_before, _current, _since) = (_current, took, now);
                }
                else
                {
                    _current = Math.Min(_current, took);
                }
                return quickest == long.MaxValue ? 0 : Math.Max(0, took - quickest);
            }
        }
    }
}
