using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Orleans;

namespace Connecto.Planets;

public enum OpeningState
{
    Recovered,
    Snapshot,
    Denied,
    Later,
}

/// <summary>
/// Where a subscriber stands: the answer of <c>Subscribe</c> for one planet. <c>Code</c> where it is denied, as the
/// contract's name of the error. <c>HasMore</c> only in pages of changes.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Opening(
    Snowflake PlanetId,
    OpeningState State,
    long HeadRev,
    long HeadSeq,
    ImmutableArray<PlanetEvent>? Events = null,
    Snapshot? Snapshot = null,
    ImmutableArray<MessageCount>? Counts = null,
    string? Code = null,
    bool? HasMore = null
)
{
    /// <summary>The last tick of <see cref="Delivery.CounterChange"/> that this answer holds; not on the wire.</summary>
    [JsonIgnore, Id(0)]
    public long Tick { get; init; }

    /// <summary>What of later events is the reader's to see; not on the wire.</summary>
    [JsonIgnore, Id(1)]
    public ReaderView View { get; init; }

    /// <summary>The planet's newest message, where only its head was asked for.</summary>
    [Id(2)]
    public LastMessage? Last { get; init; }

    /// <summary>Most events of one answer; beyond that it is a snapshot.</summary>
    public const int MaxEvents = 500;

    /// <summary>Messages of a snapshot.</summary>
    public const int SnapshotMessages = 50;

    /// <summary>Newest messages whose counts every full answer carries.</summary>
    public const int CountedMessages = 100;

    public static Opening Denied(Snowflake planetId, ErrorCode code) =>
        new(planetId, OpeningState.Denied, 0, 0, Code: code.Name());
}

/// <summary>
/// How one reader's view differs from everybody's: he joined when the planet's head was <c>JoinedSeq</c>, and where
/// <c>Blind</c> he hides his receipts and is shown none of others'.
/// </summary>
[GenerateSerializer, Immutable]
public readonly record struct ReaderView(long JoinedSeq, bool Blind);

/// <summary>The planet as it is, the reader's own place in it, and the newest messages in order.</summary>
[GenerateSerializer, Immutable]
public sealed record Snapshot(Planet Planet, OwnMembership Me, ImmutableArray<Message> Messages);

[GenerateSerializer, Immutable]
public sealed record OwnMembership(MemberRole Role, long LastReadSeq);
