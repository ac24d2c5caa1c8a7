using System.Collections.Immutable;
using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <summary>
/// Renews this node's planets every few seconds in one call for each silo. One that is missing in the answers is
/// attached to again; one whose head this node still lacks a moment later has lost a frame. A silo that does not answer
/// holds up the others for as long as a round takes at most.
/// </summary>
internal sealed class LeaseRenewal(
    PlanetTable planets,
    SiloTable silos,
    Attachments attachments,
    WebNode node,
    ILogger<LeaseRenewal> logger
) : Round(node.Time)
{
    /// <summary>A frame may be on its way; one that takes longer than this is taken for lost.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    protected override TimeSpan First => PlanetLease.RenewEvery;

    protected override async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        var watched = planets.All;
        var contacts = silos.All;
        var leases = await Task.WhenAll(contacts.Select(silo => RenewAsync(silo, watched)));
        var stands = new Dictionary<PlanetSubscriptions, PlanetLease>(watched.Count);
        foreach (var (planet, lease) in leases.SelectMany(renewed => renewed))
        {
            stands[planet] = lease;
        }
        foreach (var planet in watched.Where(planet => !stands.ContainsKey(planet)))
        {
            attachments.Want(planet);
        }
        await RepairAsync([.. stands.Where(stand => stand.Key.IsBehind(stand.Value.HeadRev))], stoppingToken);
        return PlanetLease.RenewEvery;
    }

    // Also where the silo has none of this node's planets: it then tells the node of silos that are lost.
    private async Task<ImmutableArray<(PlanetSubscriptions, PlanetLease)>> RenewAsync(
        KnownSilo silo,
        IReadOnlyCollection<PlanetSubscriptions> watched
    )
    {
        var there = watched.Where(planet => planet.Silo == silo.Address).ToDictionary(planet => planet.Id);
        try
        {
            var leases = await silo
                .Leases.Renew(node.Id, node.NodeObserver, [.. there.Keys])
                .WaitAsync(PlanetLease.RenewEvery, node.Time, silo.Lost);
            return [.. leases.Select(lease => (there[lease.PlanetId], lease))];
        }
        catch (Exception failure)
        {
            Log.NotRenewed(logger, silo.Address, failure);
            return [];
        }
    }

    private async Task RepairAsync(
        ImmutableArray<KeyValuePair<PlanetSubscriptions, PlanetLease>> behind,
        CancellationToken stoppingToken
    )
    {
        if (behind.IsEmpty)
        {
            return;
        }
        await Task.Delay(_grace, node.Time, stoppingToken);
        foreach (var (planet, lease) in behind)
        {
            if (planet.IsBehind(lease.HeadRev))
            {
                planet.Repair();
            }
        }
    }
}
