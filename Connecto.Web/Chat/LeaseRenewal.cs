using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>
/// Renews this node's planets in one call every few seconds. One that is missing in the answer is attached to again;
/// one whose head this node still lacks a moment later has lost a frame.
/// </summary>
internal sealed class LeaseRenewal(PlanetTable planets, WebNode node, ILogger<LeaseRenewal> logger) : BackgroundService
{
    private const int ParallelAttachments = 32;

    /// <summary>A frame may be on its way; one that takes longer than this is taken for lost.</summary>
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(PlanetLease.RenewEvery, node.Time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RenewAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotRenewed(logger, failure);
            }
        }
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        var watched = planets.All;
        if (watched.Count == 0)
        {
            return;
        }
        var leases = await node.Leases.Renew(node.Id, [.. watched.Select(planet => planet.Id)]);
        var heads = leases.ToDictionary(lease => lease.PlanetId, lease => lease.HeadRev);
        await Parallel.ForEachAsync(
            watched.Where(planet => !heads.ContainsKey(planet.Id)),
            new ParallelOptions { MaxDegreeOfParallelism = ParallelAttachments, CancellationToken = stoppingToken },
            async (planet, _) => await AttachAsync(planet)
        );
        await RepairAsync(
            [.. watched.Where(planet => heads.TryGetValue(planet.Id, out var head) && planet.IsBehind(head))],
            heads,
            stoppingToken
        );
    }

    private async Task RepairAsync(
        ImmutableArray<PlanetSubscriptions> behind,
        Dictionary<Snowflake, long> heads,
        CancellationToken stoppingToken
    )
    {
        if (behind.IsEmpty)
        {
            return;
        }
        await Task.Delay(_grace, node.Time, stoppingToken);
        foreach (var planet in behind)
        {
            if (planet.IsBehind(heads[planet.Id]))
            {
                planet.Repair();
            }
        }
    }

    private async Task AttachAsync(PlanetSubscriptions planet)
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
            // The next round tries again.
            Log.NotAttached(logger, planet.Id, failure);
        }
    }
}
