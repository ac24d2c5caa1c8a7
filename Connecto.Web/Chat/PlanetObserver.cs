using Connecto.Delivery;

namespace Connecto.Web.Chat;

/// <summary>Hands planets' frames to whoever subscribes on this node. It never waits.</summary>
internal sealed class PlanetObserver(PlanetTable planets) : IPlanetObserver
{
    public Task Deliver(PlanetFrame frame)
    {
        planets.Deliver(frame);
        return Task.CompletedTask;
    }
}
