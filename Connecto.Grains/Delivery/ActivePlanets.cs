using System.Collections.Concurrent;
using Connecto.Ids;

namespace Connecto.Delivery;

/// <summary>The planets that are active on this silo, so that one call renews a web node's leases on all of them.</summary>
public sealed class ActivePlanets
{
    private readonly ConcurrentDictionary<Snowflake, ActivePlanet> _planets = new();

    public int Count => _planets.Count;

    /// <summary>One of them by chance; null where there is none.</summary>
    internal Snowflake? Any() =>
        _planets.IsEmpty ? null : _planets.Keys.ElementAtOrDefault(Random.Shared.Next(_planets.Count));

    internal ActivePlanet? Find(Snowflake planetId) => _planets.GetValueOrDefault(planetId);

    internal void Add(ActivePlanet planet) => _planets[planet.Id] = planet;

    internal void Remove(ActivePlanet planet) =>
        _planets.TryRemove(new KeyValuePair<Snowflake, ActivePlanet>(planet.Id, planet));
}

/// <summary>
/// What the silo knows of one activation outside its turns: its epoch and head, and when each node renewed last.
/// Safe for use by several threads.
/// </summary>
internal sealed class ActivePlanet(Snowflake id)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _renewed = new();
    private long _epoch;
    private long _headRev;

    public Snowflake Id => id;

    public void Stand(long epoch, long headRev)
    {
        Volatile.Write(ref _epoch, epoch);
        Volatile.Write(ref _headRev, headRev);
    }

    public void Attach(string node, DateTimeOffset now) => _renewed[node] = now;

    public void Detach(string node) => _renewed.TryRemove(node, out _);

    /// <summary>Renews a node that is attached; null where it is not, and has to attach.</summary>
    public PlanetLease? Renew(string node, DateTimeOffset now)
    {
        if (!_renewed.TryGetValue(node, out var before) || !_renewed.TryUpdate(node, now, before))
        {
            return null;
        }
        return new PlanetLease(id, Volatile.Read(ref _epoch), Volatile.Read(ref _headRev));
    }

    public bool HasExpired(string node, DateTimeOffset now) =>
        !_renewed.TryGetValue(node, out var renewed) || now - renewed > PlanetLease.Duration;
}
