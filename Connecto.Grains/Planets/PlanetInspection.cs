using System.Collections.Immutable;
using Orleans;

namespace Connecto.Planets;

/// <summary>A planet's hot state as operators see it. Asking for it activates the planet.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetInspection(
    Planet Planet,
    long Epoch,
    PlanetPosition Head,
    MemberTally Members,
    PlanetSubscribers Subscribers,
    PlanetQueue Queue,
    PlanetCache Cache,
    string Silo
);

/// <summary>The newest message, the newest event, and its time.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetPosition(long Seq, long Rev, DateTimeOffset At);

/// <summary>Members by their status.</summary>
[GenerateSerializer, Immutable]
public sealed record MemberTally(int Active, int Left, int Removed, int Banned);

/// <summary>Web nodes that hold subscriptions, by their ids.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetSubscribers(ImmutableArray<string> Nodes);

/// <summary>
/// Changes that wait for a batch. <c>Unsettled</c>: the outcome of the last batch is not known yet, and everything is
/// refused until it is.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetQueue(int Pending, bool Unsettled);

/// <summary>Messages and events that are kept in memory.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetCache(int Messages, int Events);
