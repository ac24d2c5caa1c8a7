using System.Collections.Immutable;
using Connecto.Storage.Profiling;
using Orleans;

namespace Connecto.Admin;

/// <summary>A process of the cluster, a silo or a web node, as the register sees it.</summary>
public interface IProcessObserver : IGrainObserver
{
    /// <summary>What its queries have taken since it started.</summary>
    Task<ProcessQueries> Queries();
}

/// <summary>
/// The queries and pools of one process, which is named by chance at its start: it may be a silo and a web node. One of a
/// build before this tells no pools.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record ProcessQueries(
    Guid Process,
    ImmutableArray<QueryProfile> Queries,
    ImmutableArray<PoolFigures> Pools
)
{
    private static readonly Guid _self = Guid.NewGuid();

    /// <summary>Of this process, as of now.</summary>
    public static Task<ProcessQueries> HereAsync() =>
        Task.FromResult(new ProcessQueries(_self, QueryLog.Profiles(), PoolLog.Figures()));
}
