using System.Collections.Concurrent;
using Connecto.Ids;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Who has written through this process and when: users, and planets whose counters were written behind. What they read comes
/// from a replica only once that has all that was written until then. Nothing is kept where there is no replica. Safe for
/// any number of callers.
/// </summary>
public sealed class RecentWriters
{
    /// <summary>Writers that are told apart; if there are more, everybody counts as one of them for a moment.</summary>
    internal const int Most = 100_000;

    private readonly TimeProvider _time;
    private readonly bool _hasReplica;
    private readonly ConcurrentDictionary<Snowflake, long> _writers = new();
    private long _everybody = long.MinValue;
    private int _count;

    internal RecentWriters(bool hasReplica, TimeProvider time) => (_hasReplica, _time) = (hasReplica, time);

    /// <summary>Writers that are remembered now.</summary>
    internal int Count => Volatile.Read(ref _count);

    /// <summary>
    /// What this user has changed, or this planet's counters, is committed, through this process or another; called before
    /// anybody is told of it.
    /// </summary>
    public void Wrote(Snowflake id)
    {
        if (!_hasReplica)
        {
            return;
        }
        var now = _time.GetTimestamp();
        while (!_writers.TryAdd(id, now))
        {
            // Who was forgotten meanwhile is added anew, and counted.
            if (_writers.TryGetValue(id, out var before) && (before >= now || _writers.TryUpdate(id, now, before)))
            {
                return;
            }
        }
        if (Interlocked.Increment(ref _count) > Most)
        {
            Interlocked.Exchange(ref _everybody, now);
            Forget(now);
        }
    }

    /// <summary>When he last wrote, or may have, as a timestamp; long ago where that is not known.</summary>
    internal long LastWrite(Snowflake id) =>
        Math.Max(Interlocked.Read(ref _everybody), _writers.GetValueOrDefault(id, long.MinValue));

    /// <summary>What was written until then needs no remembering.</summary>
    internal void Forget(long until)
    {
        foreach (var writer in _writers)
        {
            // Only as it is seen here: who writes at this moment stays.
            if (writer.Value <= until && _writers.TryRemove(writer))
            {
                Interlocked.Decrement(ref _count);
            }
        }
    }
}
