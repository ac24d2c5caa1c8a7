using System.Collections.Concurrent;
using Connecto.Delivery;
using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>The planets that somebody on this node subscribes to.</summary>
internal sealed class PlanetTable(WebNode node, ILogger<PlanetTable> logger)
{
    private readonly ConcurrentDictionary<Snowflake, PlanetSubscriptions> _planets = new();

    public IReadOnlyCollection<PlanetSubscriptions> All => [.. _planets.Values];

    /// <summary>
    /// A subscription that buffers from now on, in place of the connection's former one to that planet; null where the
    /// connection is gone or has its fill.
    /// </summary>
    public Subscription? Begin(ChatConnection connection, Snowflake planetId, bool headOnly)
    {
        while (true)
        {
            var planet = _planets.GetOrAdd(planetId, static (id, table) => table.Create(id), this);
            var subscription = new Subscription(connection, planet, headOnly);
            switch (planet.TryAdd(subscription))
            {
                case true:
                    return subscription;
                case false:
                    return null;
                default:
                    // Its last subscriber left just now; the next one stands alone.
                    continue;
            }
        }
    }

    public void Deliver(PlanetFrame frame)
    {
        if (_planets.TryGetValue(frame.PlanetId, out var planet))
        {
            planet.Deliver(frame);
        }
    }

    public PlanetSubscriptions? Find(Snowflake planetId) => _planets.GetValueOrDefault(planetId);

    public void Remove(PlanetSubscriptions planet) =>
        _planets.TryRemove(new KeyValuePair<Snowflake, PlanetSubscriptions>(planet.Id, planet));

    private PlanetSubscriptions Create(Snowflake planetId) => new(planetId, node, this, logger);
}
