using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>Hands planets' frames to whoever subscribes on this node. It never waits.</summary>
internal sealed class PlanetObserver(PlanetTable planets, Attachments attachments) : IPlanetObserver
{
    public Task Deliver(PlanetFrame frame)
    {
        planets.Deliver(frame);
        return Task.CompletedTask;
    }

    public Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds)
    {
        planets.Find(planetId)?.TellTyping(userIds);
        return Task.CompletedTask;
    }

    public Task Ended(Snowflake planetId, long epoch)
    {
        // Nobody waits for the next renewal.
        if (planets.Find(planetId) is { } planet && planet.IsEndOf(epoch))
        {
            attachments.Want(planet);
        }
        return Task.CompletedTask;
    }
}
