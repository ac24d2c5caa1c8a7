using System.Collections.Concurrent;
using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;

namespace Connecto.Web.Chat;

/// <summary>
/// Renews this node's planets every few seconds in one call for each silo. One that is missing in the answers is
/// attached to again; one whose head this node still lacks a moment later has lost a frame. A silo that does not answer
/// holds up no other.
/// </summary>
internal sealed class LeaseRenewal(PlanetTable planets, SiloTable silos, WebNode node, ILogger<LeaseRenewal> logger)
    : Round(node.Time)
{
    private const int ParallelAttachments = 32;

    /// <summary>A frame may be on its way; one that takes longer than this is taken for lost.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    /// <summary>While planets cannot be attached to, as right after their silo has died, it is tried again this soon.</summary>
    private static readonly TimeSpan _firstRetry = TimeSpan.FromMilliseconds(200);

    private TimeSpan _retry = _firstRetry;

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
        var failures = await AttachAsync(watched.Where(planet => !stands.ContainsKey(planet)), stoppingToken);
        await RepairAsync([.. stands.Where(stand => stand.Key.IsBehind(stand.Value.HeadRev))], stoppingToken);
        if (failures == 0)
        {
            _retry = _firstRetry;
            return PlanetLease.RenewEvery;
        }
        var pause = _retry;
        _retry = 2 * _retry < PlanetLease.RenewEvery ? 2 * _retry : PlanetLease.RenewEvery;
        return pause;
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

    /// <summary>Answers how many could not be attached to and still are to be.</summary>
    private async Task<int> AttachAsync(IEnumerable<PlanetSubscriptions> missing, CancellationToken stoppingToken)
    {
        var failed = new ConcurrentBag<PlanetSubscriptions>();
        await Parallel.ForEachAsync(
            missing,
            new ParallelOptions { MaxDegreeOfParallelism = ParallelAttachments, CancellationToken = stoppingToken },
            async (planet, _) =>
            {
                if (!await TryAttachAsync(planet))
                {
                    failed.Add(planet);
                }
            }
        );
        return failed.Count;
    }

    private async Task<bool> TryAttachAsync(PlanetSubscriptions planet)
    {
        try
        {
            await planet.AttachAgainAsync();
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            planet.OnGone();
        }
        catch (Exception failure)
        {
            Log.NotAttached(logger, planet.Id, failure);
            return false;
        }
        return true;
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
