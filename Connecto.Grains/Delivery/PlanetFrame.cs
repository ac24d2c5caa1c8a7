using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Orleans;

namespace Connecto.Delivery;

/// <summary>
/// What a planet tells one web node at once: events in order (the first has rev <c>FromRev + 1</c>), then counters in
/// order of their tick. Either may be empty. Frames of one epoch arrive in order.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetFrame(
    Snowflake PlanetId,
    long Epoch,
    long FromRev,
    ImmutableArray<PlanetEvent> Events,
    ImmutableArray<CounterChange> Counters
)
{
    /// <summary>Where the planet stands after the events; null where there are none.</summary>
    [Id(0)]
    public PlanetHead? Head { get; init; }
}

/// <summary>
/// Cursors that moved, then counts to be set. An <see cref="Opening"/> already holds what ticks up to its own brought:
/// a subscriber who opened at tick 7 must not be given a change of tick 7 or lower, else a reader would count twice.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record CounterChange(long Tick, ImmutableArray<ReceiptMove> Moves, ImmutableArray<MessageCount> Counts);

/// <summary>
/// A reader who moved: one more reader for the messages after <c>From</c> up to <c>To</c>, none of them his own. On
/// the wire an array <c>[userId, from, to]</c>.
/// </summary>
[GenerateSerializer, Immutable]
public readonly record struct ReceiptMove(Snowflake UserId, long From, long To);
