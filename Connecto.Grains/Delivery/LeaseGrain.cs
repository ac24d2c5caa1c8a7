using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;
using Orleans.Concurrency;

namespace Connecto.Delivery;

/// <summary>Looks into its own silo's <see cref="ActivePlanets"/>; it holds nothing itself.</summary>
[StatelessWorker]
internal sealed class LeaseGrain(ActivePlanets active, TimeProvider time) : Grain, ILeaseGrain
{
    public Task<ImmutableArray<PlanetLease>> Renew(string node, ImmutableArray<Snowflake> planets)
    {
        var now = time.GetUtcNow();
        var leases = ImmutableArray.CreateBuilder<PlanetLease>(planets.Length);
        foreach (var id in planets)
        {
            if (active.Find(id)?.Renew(node, now) is { } lease)
            {
                leases.Add(lease);
            }
        }
        return Task.FromResult(leases.DrainToImmutable());
    }
}
