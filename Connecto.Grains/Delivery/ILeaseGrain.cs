using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Delivery;

/// <summary>
/// Renews many planets in one call: those that are active on the silo that answers. A planet missing from the answer
/// is elsewhere or gone; the node then attaches to it again.
/// </summary>
public interface ILeaseGrain : IGrainWithIntegerKey
{
    Task<ImmutableArray<PlanetLease>> Renew(string node, ImmutableArray<Snowflake> planets);
}
