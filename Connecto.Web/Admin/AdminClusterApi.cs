using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Caching;
using Connecto.Diagnostics;
using Connecto.Web.Caching;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>What the cluster consists of, and how much there is of everything.</summary>
internal static class AdminClusterApi
{
    public static void MapAdminClusterApi(this IEndpointRouteBuilder admin)
    {
        admin.MapGet("cluster", Cluster).WithMetadata(new ToldWithoutDatabase());
        admin.MapGet("stats", Stats);
    }

    private static async Task<Ok<ClusterAnswer>> Cluster(IGrainFactory grains)
    {
        var view = await grains.GetGrain<IClusterGrain>(0).View();
        return TypedResults.Ok(new ClusterAnswer(Build.Runtime, Build.Version, view.Silos, view.WebNodes));
    }

    private static async Task<Ok<StatsAnswer>> Stats(
        IGrainFactory grains,
        Statistics statistics,
        NodeCache cache,
        CancellationToken cancellation
    )
    {
        var view = await grains.GetGrain<IClusterGrain>(0).View();
        var stored = await cache.GetOrCreateAsync(
            CacheKind.Statistics,
            "counts",
            async () => new Cached<StoredCounts>(await statistics.CountAsync(), [CacheTags.OpenReports]),
            cancellation
        );
        return TypedResults.Ok(
            new StatsAnswer(
                stored.Users,
                stored.Travels,
                stored.Planets,
                stored.Messages,
                stored.Events,
                stored.OpenReports,
                view.Silos.Length,
                view.WebNodes.Length,
                view.WebNodes.Sum(node => node.Connections),
                view.Silos.Sum(silo => silo.ActivePlanets),
                view.Silos.Sum(silo => silo.PendingCounters),
                view.Silos.Sum(silo => silo.DroppedCounters),
                view.Silos.Sum(silo => silo.QueuedBatches),
                stored.AsOf
            )
        );
    }
}

/// <summary>Silos and web nodes that reported within 15 seconds; <c>Runtime</c> is <c>orleans</c> or <c>local</c>.</summary>
public sealed record ClusterAnswer(
    string Runtime,
    string Version,
    ImmutableArray<SiloReport> Silos,
    ImmutableArray<WebNodeReport> WebNodes
);

/// <summary>
/// Counts: of what is stored (the first six) as of <c>AsOf</c>, of the processes at most 5 seconds old. <c>Messages</c> and
/// <c>Events</c> are all that there ever were in any planet, deleted ones too.
/// </summary>
public sealed record StatsAnswer(
    long Users,
    long Travels,
    long Planets,
    long Messages,
    long Events,
    long OpenReports,
    int Silos,
    int WebNodes,
    int Connections,
    int ActivePlanets,
    int PendingCounters,
    long DroppedCounters,
    int QueuedBatches,
    DateTimeOffset AsOf
);
