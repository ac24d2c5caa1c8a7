using System.Collections.Concurrent;
using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Delivery;

/// <summary>
/// Looks into its own silo's <see cref="ActivePlanets"/>, and remembers who renews here, to tell them when the cluster
/// loses a silo. Safe for use by several threads.
/// </summary>
public sealed class SiloLeases(ActivePlanets active, TimeProvider time, ILogger<SiloLeases> logger) : ISiloLeases
{
    private readonly ConcurrentDictionary<string, (INodeObserver Observer, DateTimeOffset At)> _nodes = new();

    /// <summary>Web nodes that are remembered.</summary>
    internal int Nodes => _nodes.Count;

    public Task<ImmutableArray<PlanetLease>> Renew(
        string node,
        INodeObserver observer,
        ImmutableArray<Snowflake> planets
    )
    {
        var now = time.GetUtcNow();
        ForgetOld(now);
        _nodes[node] = (observer, now);
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

    public Task<ProcessQueries> Queries() => ProcessQueries.HereAsync();

    /// <summary>Tells the web nodes that the cluster has lost a silo, or is about to; waits for none of them.</summary>
    public void TellLost(string silo)
    {
        ForgetOld(time.GetUtcNow());
        foreach (var (node, (observer, _)) in _nodes)
        {
            _ = TellAsync(node, observer, silo);
        }
    }

    private async Task TellAsync(string node, INodeObserver observer, string silo)
    {
        try
        {
            await observer.SiloLost(silo);
        }
        catch (Exception failure)
        {
            // It finds out at its next renewal.
            Log.NodeNotTold(logger, node, silo, failure);
        }
    }

    private void ForgetOld(DateTimeOffset now)
    {
        foreach (var entry in _nodes)
        {
            if (now - entry.Value.At > PlanetLease.Duration)
            {
                _nodes.TryRemove(entry);
            }
        }
    }
}
