using System.Collections.Immutable;
using System.Globalization;

namespace Connecto.Storage.Profiling;

/// <summary>Names what slows a cluster down, by rules over what it measured.</summary>
public static class Bottlenecks
{
    /// <summary>Rows from which on reading all of a table is slow, and dead ones are worth a word.</summary>
    private const long Large = 10_000;

    /// <summary>Runs of a query from which on its times say something.</summary>
    private const int Runs = 100;

    /// <summary>Scans of a large table from which on it is no accident.</summary>
    private const long Scans = 100;

    /// <summary>Counters that wait: two seconds of a hundred thousand moves a second.</summary>
    private const int Waiting = 200_000;

    /// <summary>Counters are written within two seconds where PostgreSQL keeps up.</summary>
    private static readonly TimeSpan _longWaiting = TimeSpan.FromSeconds(5);

    /// <summary>Milliseconds of a wait for a connection from which on it is worth a word.</summary>
    private const double LongWait = 5;

    /// <param name="queries">Of all processes; what they took lately is judged, so that what is over ends.</param>
    /// <param name="pools">Of all processes, in the same way.</param>
    /// <param name="database">Of the primary; null where it does not answer.</param>
    /// <param name="slow">From when on a query is slow.</param>
    /// <param name="waitingCounters">Counters of all silos that wait to be written.</param>
    /// <param name="oldestCounter">How long the oldest of them has waited.</param>
    public static ImmutableArray<Bottleneck> Of(
        IEnumerable<QueryProfile> queries,
        IEnumerable<PoolFigures> pools,
        DatabaseFigures? database,
        TimeSpan slow,
        int waitingCounters,
        TimeSpan oldestCounter
    )
    {
        var found = ImmutableArray.CreateBuilder<Bottleneck>();
        void Find(string rule, string subject, FormattableString detail) =>
            found.Add(new Bottleneck(rule, subject, detail.ToString(CultureInfo.InvariantCulture)));

        foreach (var query in queries)
        {
            if (query.Lately is not { } lately || lately.Count < Runs)
            {
                continue;
            }
            var p99 = lately.Percentile(0.99);
            if (p99 > slow.TotalMilliseconds)
            {
                Find("slow_query", query.Name, $"one in a hundred takes {p99:0} ms or more");
            }
            if (lately.Failures > lately.Count / 10)
            {
                Find("failing_query", query.Name, $"{lately.Failures} of {lately.Count} runs failed");
            }
        }
        foreach (var pool in pools)
        {
            var lately = pool.Lately ?? PoolTally.None;
            if (lately.Timeouts > 0)
            {
                Find("pool_exhausted", pool.Name, $"{lately.Timeouts} waits for a connection ended in a time-out");
            }
            else if (lately.Waits >= Runs && lately.Mean >= LongWait)
            {
                Find(
                    "pool_wait",
                    pool.Name,
                    $"{lately.Waits} waits for a connection took {lately.Mean:0} ms on average"
                );
            }
        }
        foreach (var table in (database?.Tables ?? []).Where(table => table.LiveRows + table.DeadRows >= Large))
        {
            if (table.SequentialScans >= Scans && table.RowsReadSequentially / table.SequentialScans >= Large)
            {
                Find(
                    "sequential_scans",
                    table.Name,
                    $"it or a part of it was read as a whole {table.SequentialScans} times"
                );
            }
            if (table.DeadRows > Math.Max(Large, table.LiveRows / 5))
            {
                Find("dead_rows", table.Name, $"{table.DeadRows} dead rows beside {table.LiveRows} live ones");
            }
        }
        if (database?.LockWaits > 0)
        {
            Find("lock_waits", "postgres", $"{database.LockWaits} sessions have waited for a lock for over a second");
        }
        if (database?.CacheHitRate < 0.9)
        {
            Find("cache_hit", "postgres", $"{database.CacheHitRate:P0} of the blocks were in memory; 90% are usual");
        }
        if (waitingCounters > Waiting)
        {
            Find("write_behind", "counters", $"{waitingCounters} counters wait to be written");
        }
        if (oldestCounter > _longWaiting)
        {
            Find("write_behind_age", "counters", $"one has waited to be written for {oldestCounter.TotalSeconds:0} s");
        }
        return found.DrainToImmutable();
    }
}

/// <summary>What slows the cluster down: by which rule it was found, where, and in which figures it shows.</summary>
public sealed record Bottleneck(string Rule, string Subject, string Detail);
