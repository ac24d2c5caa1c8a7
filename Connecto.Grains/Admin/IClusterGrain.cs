using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Users;
using Orleans;
using Orleans.Concurrency;

namespace Connecto.Admin;

/// <summary>
/// The one register of silos and web nodes, under key 0. It holds what they report and nothing else: after a crash it
/// fills again within <see cref="ClusterReports.Every"/>.
/// </summary>
public interface IClusterGrain : IGrainWithIntegerKey
{
    /// <summary>Takes a silo's report in place of its former one.</summary>
    Task Report(SiloReport report, ISiloLeases leases);

    /// <summary>
    /// Takes a web node's report in place of its former one, and where to reach it; answers with the silos that have
    /// reported.
    /// </summary>
    Task<ImmutableArray<SiloContact>> Attach(WebNodeReport report, INodeObserver observer);

    /// <summary>Who has reported within <see cref="ClusterReports.GoodFor"/>.</summary>
    Task<ClusterView> View();

    /// <summary>What queries take in all processes that answer within 2 s. Others are not held up by those that do not.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<ProcessQueries>> Queries();

    /// <summary>What calls took lately on all web nodes that answer within 2 s, each node's by itself.</summary>
    [AlwaysInterleave]
    Task<ImmutableArray<CallTimes>> Calls();

    /// <summary>How many connections of each web node that answers within 2 s subscribe to the planet, by the node's id.</summary>
    [AlwaysInterleave]
    Task<ImmutableDictionary<string, int>> Subscribers(Snowflake planetId);

    /// <summary>
    /// Has every web node tell all its users; it does not wait for them. A node that cannot be reached is passed over:
    /// its users find in their list what was kept for them.
    /// </summary>
    Task TellAll(Notification notification);
}

/// <summary>A web node as the cluster sees it: one object per node.</summary>
public interface INodeObserver : IProcessObserver
{
    /// <summary>Tells all users on the node; it never waits for a socket.</summary>
    Task TellAll(Notification notification);

    /// <summary>What calls took on the node within <see cref="ClusterReports.Lately"/>.</summary>
    Task<ImmutableArray<CallTimes>> Calls();

    /// <summary>How many connections of the node subscribe to the planet.</summary>
    Task<int> Subscribers(Snowflake planetId);

    /// <summary>
    /// The cluster has lost a silo, or it is leaving: what was active there is active elsewhere, or will be when it is
    /// called. Every silo says so, and may say it twice.
    /// </summary>
    Task SiloLost(string silo);
}

/// <summary>How often silos and web nodes report, and how long a report stands for who made it.</summary>
public static class ClusterReports
{
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(15);

    /// <summary>How far back what calls took is told, at most; at least it is half of it.</summary>
    public static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);
}
