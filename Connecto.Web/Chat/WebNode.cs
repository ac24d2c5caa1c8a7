using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Users;
using Connecto.Web.Api;
using Orleans;

namespace Connecto.Web.Chat;

/// <summary>This process as grains see it: an id of its own, and one observer of each kind.</summary>
internal sealed class WebNode(IGrainFactory grains, IServiceProvider services, TimeProvider time)
{
    // References are held weakly by the runtime, so the observers are kept here. They are made when first needed,
    // which is after the runtime has started.
    private readonly Lazy<(IPlanetObserver Observer, IPlanetObserver Reference)> _planets = new(() =>
    {
        var observer = services.GetRequiredService<IPlanetObserver>();
        return (observer, grains.CreateObjectReference<IPlanetObserver>(observer));
    });

    private readonly Lazy<(IUserObserver Observer, IUserObserver Reference)> _users = new(() =>
    {
        var observer = services.GetRequiredService<IUserObserver>();
        return (observer, grains.CreateObjectReference<IUserObserver>(observer));
    });

    private readonly Lazy<(INodeObserver Observer, INodeObserver Reference)> _node = new(() =>
    {
        var observer = services.GetRequiredService<INodeObserver>();
        return (observer, grains.CreateObjectReference<INodeObserver>(observer));
    });

    private readonly Lazy<(IPresenceObserver Observer, IPresenceObserver Reference)> _presence = new(() =>
    {
        var observer = services.GetRequiredService<IPresenceObserver>();
        return (observer, grains.CreateObjectReference<IPresenceObserver>(observer));
    });

    /// <summary>Random for each process, so that one which comes back is not taken for the one that went.</summary>
    public string Id { get; } = Guid.NewGuid().ToString("N");

    public TimeProvider Time => time;

    public IPlanetObserver PlanetObserver => _planets.Value.Reference;

    public IUserObserver UserObserver => _users.Value.Reference;

    public INodeObserver NodeObserver => _node.Value.Reference;

    public IPresenceObserver PresenceObserver => _presence.Value.Reference;

    public IPlanetGrain Planet(Snowflake id) => grains.Planet(id);

    public IUserGrain User(Snowflake id) => grains.GetGrain<IUserGrain>(id.Value);

    public IPresenceGrain Presence(int shard) => grains.Presence(shard);
}
