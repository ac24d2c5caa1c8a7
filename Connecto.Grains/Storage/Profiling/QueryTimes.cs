using System.Collections.Immutable;

namespace Connecto.Storage.Profiling;

/// <summary>What one query has taken since the process started. Any number of threads may add to it.</summary>
internal sealed class QueryTimes(string name, string sql)
{
    private readonly long[] _buckets = new long[TimeBuckets.Count];
    private long _rows;
    private long _microseconds;
    private long _longest;
    private long _failures;

    public void Ran(TimeSpan took, long rows)
    {
        var microseconds = (long)took.TotalMicroseconds;
        Interlocked.Increment(ref _buckets[TimeBuckets.Of(microseconds)]);
        Interlocked.Add(ref _microseconds, microseconds);
        Interlocked.Add(ref _rows, rows);
        for (var seen = Volatile.Read(ref _longest); microseconds > seen; )
        {
            var before = Interlocked.CompareExchange(ref _longest, microseconds, seen);
            seen = before == seen ? microseconds : before;
        }
    }

    public void Failed() => Interlocked.Increment(ref _failures);

    public QueryProfile Profile()
    {
        var buckets = _buckets.Select((_, bucket) => Interlocked.Read(ref _buckets[bucket])).ToImmutableArray();
        return new QueryProfile(
            name,
            sql,
            Interlocked.Read(ref _rows),
            Interlocked.Read(ref _microseconds),
            Interlocked.Read(ref _longest),
            Interlocked.Read(ref _failures),
            buckets
        );
    }
}
