using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Storage.Profiling;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

[Trait("Runtime", "Either")]
public sealed class BottlenecksTests
{
    private static readonly TableFigures _well = new("messages", 1, 1, 1_000_000, 100, 3, 3_000_000, 1_000_000);
    private static readonly DatabaseFigures _calm = new([_well], [], 0.99, LockWaits: 0, Statements: null);

    [Fact]
    public void Where_all_is_well_nothing_is_found() => Assert.Empty(Of(_calm));

    [Fact]
    public void Each_rule_finds_what_it_is_for()
    {
        Assert.Equal([("lock_waits", "postgres")], Of(_calm with { LockWaits = 1 }));
        Assert.Equal([("cache_hit", "postgres")], Of(_calm with { CacheHitRate = 0.5 }));
        Assert.Equal([("dead_rows", "messages")], Of(With(_well with { DeadRows = 300_000 })));
        Assert.Equal(
            [("sequential_scans", "messages")],
            Of(With(_well with { SequentialScans = 200, RowsReadSequentially = 200_000_000 }))
        );
        Assert.Equal([("write_behind", "counters")], Of(_calm, waiting: 300_000));
        Assert.Equal([("write_behind_age", "counters")], Of(_calm, waiting: 1, seconds: 6));
        Assert.Equal([("slow_query", "Store.Read")], Of(_calm, Query(TimeSpan.FromSeconds(2), runs: 100)));
        Assert.Equal([("failing_query", "Store.Read")], Of(_calm, Query(TimeSpan.Zero, runs: 100, failures: 11)));
        Assert.Equal([("pool_wait", "connecto")], Of(_calm, pool: Pool(waits: 100, milliseconds: 500)));
        Assert.Equal(
            [("pool_exhausted", "connecto")],
            Of(_calm, pool: Pool(1, 15_000) with { Lately = new PoolTally(1, 15_000, 1) })
        );
        Assert.Empty(Bottlenecks.Of([], [], database: null, TimeSpan.FromSeconds(1), 0, TimeSpan.Zero));
    }

    [Fact]
    public void What_is_small_or_rare_is_none()
    {
        Assert.Empty(Of(With(_well with { LiveRows = 10, DeadRows = 90, SequentialScans = 200 })));
        Assert.Empty(Of(_calm with { CacheHitRate = null }));
        Assert.Empty(Of(_calm, Query(TimeSpan.FromSeconds(2), runs: 99)));
        Assert.Empty(Of(_calm, Query(TimeSpan.FromMilliseconds(200), runs: 100, failures: 10)));
        Assert.Empty(Of(_calm, pool: Pool(waits: 99, milliseconds: 99_000)));
        Assert.Empty(Of(_calm, pool: Pool(waits: 1_000, milliseconds: 4_000)));
    }

    [Fact]
    public void What_was_slow_failing_or_exhausted_a_while_ago_is_none_any_more()
    {
        var time = new AdvancingTime();
        var times = new QueryTimes("Store.Read", "SELECT 1", time);
        var waits = new PoolWaits(time);
        for (var run = 0; run < 100; run++)
        {
            times.Ran(TimeSpan.FromSeconds(2), 1);
            times.Failed();
        }
        waits.Changed(1);
        waits.TimedOut();
        waits.Changed(-1);
        IEnumerable<string> Found() =>
            Of(_calm, times.Profile(), pool: waits.Figures("connecto", default)).Select(found => found.Item1);

        Assert.Equal(["slow_query", "failing_query", "pool_exhausted"], Found());
        time.Advance(ClusterReports.Lately / 2);
        times.Ran(TimeSpan.FromMilliseconds(1), 1);
        Assert.Equal(["slow_query", "failing_query", "pool_exhausted"], Found());
        time.Advance(ClusterReports.Lately / 2);
        Assert.Empty(Found());
        Assert.Equal((101, 100), (times.Profile().Times.Count, times.Profile().Times.Failures));
    }

    private static DatabaseFigures With(TableFigures table) => _calm with { Tables = [table] };

    private static PoolFigures Pool(long waits, long milliseconds) =>
        new("connecto", waits, Waiting: 0, milliseconds * 1_000, Timeouts: 0)
        {
            Lately = new PoolTally(waits, milliseconds * 1_000, 0),
        };

    private static QueryProfile Query(TimeSpan took, int runs, int failures = 0)
    {
        var times = new QueryTimes("Store.Read", "SELECT 1", TimeProvider.System);
        for (var run = 0; run < runs; run++)
        {
            times.Ran(took, 1);
        }
        for (var failure = 0; failure < failures; failure++)
        {
            times.Failed();
        }
        return times.Profile();
    }

    private static IEnumerable<(string, string)> Of(
        DatabaseFigures database,
        QueryProfile? query = null,
        int waiting = 0,
        int seconds = 2,
        PoolFigures? pool = null
    ) =>
        Bottlenecks
            .Of(
                query is null ? [] : [query],
                pool is null ? [] : [pool],
                database,
                TimeSpan.FromSeconds(1),
                waiting,
                TimeSpan.FromSeconds(seconds)
            )
            .Select(found => (found.Rule, found.Subject));
}
