using System.Collections.Concurrent;
using Connecto.Ids;
using Connecto.Planets;
using Orleans.Runtime;

namespace Connecto.Delivery;

/// <summary>The planets that are active on this silo, so that one call renews a web node's leases on all of them.</summary>
public sealed class ActivePlanets(ILocalSiloDetails silo)
{
    private readonly ConcurrentDictionary<Snowflake, ActivePlanet> _planets = new();

    public int Count => _planets.Count;

    /// <summary>The silo's address, which tells it apart from any that ran there before.</summary>
    public string Silo { get; } = silo.SiloAddress.ToString();

    /// <summary>One by chance of those that do not rest; null where there is none.</summary>
    internal Snowflake? AnyAwake()
    {
        var awake = _planets.Values.Where(planet => !planet.Rests).ToList();
        return awake.Count == 0 ? null : awake[Random.Shared.Next(awake.Count)].Id;
    }

    /// <summary>Those that are to rest or to end, or have web nodes that are gone.</summary>
    internal IEnumerable<Snowflake> Due(PlanetOptions options, TimeProvider time) =>
        _planets.Where(entry => entry.Value.IsDue(options, time)).Select(entry => entry.Key);

    internal ActivePlanet? Find(Snowflake planetId) => _planets.GetValueOrDefault(planetId);

    internal void Add(ActivePlanet planet) => _planets[planet.Id] = planet;

    internal void Remove(ActivePlanet planet) =>
        _planets.TryRemove(new KeyValuePair<Snowflake, ActivePlanet>(planet.Id, planet));
}
