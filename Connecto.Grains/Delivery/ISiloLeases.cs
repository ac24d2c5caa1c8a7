using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Ids;
using Orleans;

namespace Connecto.Delivery;

/// <summary>A silo as web nodes see it: one object for each silo, which answers for what is active there.</summary>
public interface ISiloLeases : IProcessObserver
{
    /// <summary>
    /// Renews many planets in one call. One that is missing from the answer is elsewhere or gone; the node then attaches
    /// to it again. Until <see cref="PlanetLease.Duration"/> later the node is told through
    /// <paramref name="observer"/> which silos the cluster has lost.
    /// </summary>
    Task<ImmutableArray<PlanetLease>> Renew(string node, INodeObserver observer, ImmutableArray<Snowflake> planets);
}

/// <summary>Where a silo's leases are renewed. The address tells it apart from any that ran there before.</summary>
[GenerateSerializer, Immutable]
public sealed record SiloContact(string Address, ISiloLeases Leases);
