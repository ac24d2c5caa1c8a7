using Orleans;

namespace Connecto.Delivery;

/// <summary>A web node as planets see it: one object per node, for all its planets.</summary>
public interface IPlanetObserver : IGrainObserver
{
    /// <summary>
    /// Takes a frame and returns once it lies in the outboxes; it never waits for a socket. A planet has one call
    /// under way per node and merges what follows.
    /// </summary>
    Task Deliver(PlanetFrame frame);
}
