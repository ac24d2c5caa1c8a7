using Connecto.Delivery;
using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Connecto.Silo.Clustering;

/// <summary>Follows the cluster's membership, and tells web nodes at once of each silo that leaves it or is lost.</summary>
internal sealed class SiloWatch(IClusterMembershipService membership, SiloLeases leases) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = new Dictionary<SiloAddress, SiloStatus>();
        await foreach (var snapshot in membership.MembershipUpdates.WithCancellation(stoppingToken))
        {
            foreach (var (silo, member) in snapshot.Members)
            {
                var isNews = !told.TryGetValue(silo, out var before) || before != member.Status;
                if (isNews && member.Status.IsTerminating())
                {
                    leases.TellLost(silo.ToString());
                }
                told[silo] = member.Status;
            }
            // The table forgets who has been dead for long.
            foreach (var silo in told.Keys.Where(silo => !snapshot.Members.ContainsKey(silo)).ToList())
            {
                told.Remove(silo);
            }
        }
    }
}
