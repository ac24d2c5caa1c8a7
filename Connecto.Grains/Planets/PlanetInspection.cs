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
    string Silo,
    PlanetLag Lag
);

/// <summary>The newest message, the newest event, and its time.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetPosition(long Seq, long Rev, DateTimeOffset At);

/// <summary>Members by their status.</summary>
[GenerateSerializer, Immutable]
public sealed record MemberTally(int Active, int Left, int Removed, int Banned);

/// <summary>Web nodes that hold subscriptions, by their ids, and what is on its way to each.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetSubscribers(ImmutableArray<string> Nodes, ImmutableArray<PlanetLink> Links);

/// <summary>
/// A web node that holds subscriptions: how many events are on their way to it and not taken yet, and how many connections
/// subscribe there, null where it has not said so.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetLink(string Node, long Behind, int? Connections);

/// <summary>
/// How far the planet is behind: for how many milliseconds the change that waits the longest has waited for its batch,
/// counters that wait to be written, for how many milliseconds at most, and how many events the slowest web node has yet to
/// take.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetLag(double ChangeMs, int Counters, double CounterMs, long Events);

/// <summary>
/// Changes that wait for a batch. <c>Unsettled</c>: the outcome of the last batch is not known yet, and everything is
/// refused until it is.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetQueue(int Pending, bool Unsettled);

/// <summary>Messages and events that are kept in memory.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetCache(int Messages, int Events);
