using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Storage;

/// <summary>A planet's row, as a claim returns it: <c>Epoch</c> is the claimant's own.</summary>
public sealed record StoredPlanet(
    Snowflake Id,
    PlanetKind Kind,
    Snowflake? TravelId,
    string Name,
    int MemberCount,
    PlanetSettings Settings,
    DateTimeOffset? ArchivedAt,
    DateTimeOffset CreatedAt,
    long Epoch,
    long HeadSeq,
    long HeadRev,
    DateTimeOffset HeadAt
)
{
    /// <summary>Set by the batch that deletes the planet; what is deleted is not read any more.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>Messages up to this seq are in archives, and for nobody to see.</summary>
    public long FloorSeq { get; init; }

    /// <summary>Messages up to this seq are not for the member: they are archived, or were sent before he joined.</summary>
    public long FloorFor(StoredMember member) => Math.Max(FloorSeq, Settings.HistoryVisible ? 0 : member.JoinedSeq);

    /// <summary>The planet as its members see it.</summary>
    public Planet ToPlanet() =>
        new(Id, Kind, TravelId, Name, MemberCount, HeadSeq, HeadRev, Settings, ArchivedAt, CreatedAt);
}

/// <summary>What a member shows of himself in all his planets.</summary>
public sealed record MemberProfile(string DisplayName, bool HidesReceipts = false);

/// <summary>A member's row with what the user shows of himself and the flushed cursor.</summary>
public sealed record StoredMember(
    Snowflake UserId,
    MemberProfile Profile,
    MemberRole Role,
    MemberStatus Status,
    DateTimeOffset? MutedUntil,
    DateTimeOffset JoinedAt,
    long JoinedSeq,
    long JoinedRev,
    long LastReadSeq
)
{
    public NotificationLevel Notifications { get; init; }

    /// <summary>Takes no part in the planet's travel any more, though the end of this membership is not written yet.</summary>
    public bool HasLeftTravel { get; init; }

    public bool HasAccess => Status == MemberStatus.Active && !HasLeftTravel;

    /// <summary>When the flushed cursor moved last; null where that is not known.</summary>
    public DateTimeOffset? LastReadAt { get; init; }
}

/// <summary>A message's row with its key.</summary>
public sealed record StoredMessage(
    Snowflake Id,
    long Seq,
    long Rev,
    long PostedRev,
    Snowflake SenderId,
    MessageType Type,
    string? Text,
    long? ReplyToSeq,
    long[] Mentions,
    int ReplyCount,
    string ClientMessageId,
    byte[] RequestHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt
)
{
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>Whether it mentions everybody in the planet.</summary>
    public bool MentionsAll { get; init; }

    /// <summary>By kind, in the order in which the kinds came; after a new activation, of those who still stand behind them.</summary>
    public ImmutableArray<StoredReaction> Reactions { get; init; } = [];
}

/// <summary>Who stands behind one emoji under a message; nobody never.</summary>
public sealed record StoredReaction(string Emoji, ImmutableHashSet<Snowflake> Users);
