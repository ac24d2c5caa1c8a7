using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Caching;
using Connecto.Storage;
using Connecto.Storage.Profiling;
using Connecto.Web.Caching;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>What queries take in all processes, what PostgreSQL tells of itself, and what of it is a bottleneck.</summary>
internal static class AdminQueriesApi
{
    public static void MapAdminQueriesApi(this IEndpointRouteBuilder admin) =>
        admin.MapGet("queries", Queries).WithMetadata(new ToldWithoutDatabase());

    private static async Task<Ok<QueriesAnswer>> Queries(
        IGrainFactory grains,
        DatabaseFiguresStore database,
        StorageOptions options,
        NodeCache cache,
        TimeProvider time,
        HttpContext context,
        CancellationToken cancellation
    )
    {
        var cluster = grains.GetGrain<IClusterGrain>(0);
        var processes = await cluster.Queries();
        var silos = (await cluster.View()).Silos;
        var waiting = silos.Sum(silo => silo.PendingCounters);
        var oldest = TimeSpan.FromMilliseconds(silos.Select(silo => silo.CounterAgeMs).DefaultIfEmpty().Max());
        // What it told before is kept for minutes, and would hide that it is away.
        var isAway = context.Features.Get<DatabaseAway>() is not null;
        var told = isAway ? null : await DatabaseAsync(database, cache, time, cancellation);
        var caches = await grains.GetGrain<ICacheGrain>(0).Figures();
        var profiles = processes
            .SelectMany(process => process.Queries)
            .GroupBy(query => (query.Name, query.Sql))
            .Select(same => same.Aggregate((one, another) => one.With(another)))
            .Where(query => query.Times.Count > 0)
            .OrderByDescending(query => query.Times.Microseconds)
            .ToList();
        var pools = processes
            .SelectMany(process => process.Pools.IsDefault ? [] : process.Pools)
            .GroupBy(pool => pool.Name)
            .Select(same => same.Aggregate((one, another) => one.With(another)))
            .ToList();
        return TypedResults.Ok(
            new QueriesAnswer(
                processes.Length,
                [.. profiles.Select(Figures)],
                [.. pools.Select(Waits)],
                Bottlenecks.Of(profiles, pools, told?.Figures, options.SlowQuery, waiting, oldest),
                told?.Figures,
                told?.AsOf,
                [
                    .. caches
                        .GroupBy(kind => kind.Kind)
                        .Select(same => Rates(same.Aggregate((one, another) => one.With(another))))
                        .OrderBy(kind => kind.Kind, StringComparer.Ordinal),
                ],
                [.. processes.Select(process => process.Process.ToString("N")).Order(StringComparer.Ordinal)],
                caches.GroupBy(kind => kind.Kind).Select(same => same.Count()).DefaultIfEmpty().Max()
            )
        );
    }

    private static async Task<DatedFigures?> DatabaseAsync(
        DatabaseFiguresStore database,
        NodeCache cache,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        async Task<Cached<DatedFigures>> ReadAsync()
        {
            var now = time.GetUtcNow();
            return new Cached<DatedFigures>(new(await database.ReadAsync(CancellationToken.None), now), []);
        }
        try
        {
            return await cache
                .GetOrCreateAsync(CacheKind.Dashboards, "database", ReadAsync, cancellation)
                .WaitAsync(AdminOnly.Patience, time, cancellation);
        }
        catch (Exception failure) when (AdminOnly.IsAway(failure))
        {
            return null;
        }
    }

    private static CacheRates Rates(CacheFigures kind)
    {
        var reads = kind.Hits + kind.Misses;
        var rate = reads == 0 ? (double?)null : Math.Round((double)kind.Hits / reads, 4);
        return new CacheRates(kind.Kind, kind.Hits, kind.Misses, rate, kind.Invalidations, kind.Entries);
    }

    private static PoolWaitFigures Waits(PoolFigures pool) =>
        new(
            pool.Name,
            pool.Waits,
            Math.Round(pool.Mean, 3),
            pool.Waiting,
            pool.Timeouts,
            pool.Idle,
            pool.Busy,
            pool.Most
        );

    private static QueryFigures Figures(QueryProfile query) =>
        new(
            query.Name,
            query.Times.Count,
            query.Times.Failures,
            query.Rows,
            Math.Round(query.Times.Mean, 3),
            Math.Round(query.Times.Percentile(0.5), 3),
            Math.Round(query.Times.Percentile(0.95), 3),
            Math.Round(query.Times.Percentile(0.99), 3),
            query.Times.Longest / 1000.0,
            query.Sql
        );

    private sealed record DatedFigures(DatabaseFigures Figures, DateTimeOffset AsOf);
}

/// <summary>
/// Queries of so many processes, those first that took the most time in all, and their pools' waits; what PostgreSQL told of
/// itself as of <c>DatabaseAsOf</c>, both null while it does not answer, and what the caches of so many web nodes did
/// (<c>CacheNodes</c>). Sums of other <c>ProcessIds</c>, or of another number of nodes, are not to be compared with these.
/// </summary>
public sealed record QueriesAnswer(
    int Processes,
    ImmutableArray<QueryFigures> Queries,
    ImmutableArray<PoolWaitFigures> Pools,
    ImmutableArray<Bottleneck> Bottlenecks,
    DatabaseFigures? Database,
    DateTimeOffset? DatabaseAsOf,
    ImmutableArray<CacheRates> Caches,
    ImmutableArray<string> ProcessIds,
    int CacheNodes
);

/// <summary>
/// What the caches of one kind did on all web nodes since each started. <c>HitRate</c> is 0 to 1, null where nothing was read;
/// <c>Invalidations</c> are values given up because they had changed, <c>Entries</c> those that are held now.
/// </summary>
public sealed record CacheRates(string Kind, long Hits, long Misses, double? HitRate, long Invalidations, long Entries);

/// <summary>
/// A query by the method that runs it: times in milliseconds since the processes started, failures too, with what it waited for
/// a connection of a pool; percentiles within 10 %. <c>Rows</c> were given or changed, of a batch changed alone; its text is empty.
/// </summary>
public sealed record QueryFigures(
    string Name,
    long Count,
    long Failures,
    long Rows,
    double MeanMs,
    double MedianMs,
    double P95Ms,
    double P99Ms,
    double LongestMs,
    string Sql
);

/// <summary>
/// How often somebody has waited for a connection of a pool because all of it were in use, how many milliseconds on average, how
/// many do now, and how often one gave up; and how many connections all processes have idle and busy now, of how many at most.
/// </summary>
public sealed record PoolWaitFigures(
    string Name,
    long Waits,
    double MeanMs,
    int Waiting,
    long Timeouts,
    int Idle,
    int Busy,
    int Most
);
