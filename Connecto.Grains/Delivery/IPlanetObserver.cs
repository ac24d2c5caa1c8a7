using System.Collections.Immutable;
using Connecto.Ids;
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

    /// <summary>
    /// These members are typing, at most 20. It comes in no order with frames, and not at all while the node is busy.
    /// </summary>
    Task Typing(Snowflake planetId, ImmutableArray<Snowflake> userIds);

    /// <summary>The activation with this epoch ends: the node attaches to the next one, wherever that is.</summary>
    Task Ended(Snowflake planetId, long epoch);
}
