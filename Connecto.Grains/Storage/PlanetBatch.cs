using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Users;

namespace Connecto.Storage;

/// <summary>
/// The changes of one planet that commit together, already numbered. Changes to one row are folded: a message that
/// was sent and edited in the same batch stands once in <see cref="NewMessages"/>, while each of its events stands for
/// itself. The batch commits only where the planet's row still holds <see cref="Epoch"/> and <see cref="RevBefore"/>
/// and none of the new keys exists.
/// </summary>
public sealed record PlanetBatch
{
    public required Snowflake PlanetId { get; init; }
    public required long Epoch { get; init; }
    public required long RevBefore { get; init; }
    public required long HeadSeq { get; init; }
    public required long HeadRev { get; init; }

    /// <summary>The planet's clock after the batch; it never goes back.</summary>
    public required DateTimeOffset HeadAt { get; init; }

    public IReadOnlyList<NewMessageRow> NewMessages { get; init; } = [];
    public IReadOnlyList<ChangedMessageRow> ChangedMessages { get; init; } = [];
    public IReadOnlyList<EventRow> Events { get; init; } = [];
    public IReadOnlyList<MemberRow> Members { get; init; } = [];

    /// <summary>Each user and emoji of a message at most once, as it is after the batch.</summary>
    public IReadOnlyList<ReactionRow> Reactions { get; init; } = [];

    /// <summary>Texts that messages had and have, of those that were edited in the batch and not deleted.</summary>
    public IReadOnlyList<VersionRow> Versions { get; init; } = [];

    /// <summary>What users are told; of a direct planet one for each user at most.</summary>
    public IReadOnlyList<NotificationRow> Notifications { get; init; } = [];

    /// <summary>The planet's own new state where it changed, else null.</summary>
    public PlanetRow? Planet { get; init; }
}

/// <summary>
/// A message that the batch inserts, as it is after the batch, with its idempotency key. <c>Rev</c> is that of its
/// last event, <c>PostedRev</c> that of its sending: the one which a retry answers.
/// </summary>
public sealed record NewMessageRow(
    Snowflake Id,
    long Seq,
    long Rev,
    long PostedRev,
    Snowflake SenderId,
    MessageType Type,
    string? Text,
    long? ReplyToSeq,
    long[] Mentions,
    string ClientMessageId,
    byte[] RequestHash,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt,
    DateTimeOffset? PinnedAt = null,
    bool MentionsAll = false
);

/// <summary>The new state of a message that was committed by an earlier batch.</summary>
public sealed record ChangedMessageRow(
    Snowflake Id,
    long Seq,
    long Rev,
    string? Text,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt,
    DateTimeOffset? PinnedAt = null
);

/// <summary>One user's reaction to a message; <c>Rev</c> is that of its event.</summary>
public sealed record ReactionRow(long Seq, string Emoji, Snowflake UserId, long Rev, bool On);

/// <summary>A text of a message, the rev of the event that wrote it and its time.</summary>
public sealed record VersionRow(long Seq, long Rev, string Text, DateTimeOffset At);

/// <summary>A notification and whom it is for.</summary>
public sealed record NotificationRow(Snowflake UserId, Notification Notification);

/// <summary>Kinds of events as they are stored.</summary>
public enum EventKind : short
{
    Message = 1,
    Edited = 2,
    Deleted = 3,
    Reaction = 4,
    Pin = 5,
    Member = 6,
    Planet = 7,
}

/// <summary>
/// What happened at one rev: a row of <c>planet_events</c>, or of a sending the message itself. It holds no text:
/// <c>Data</c> is JSON for kinds whose content is not read from the message (emoji and on, members, settings), else
/// null.
/// </summary>
public sealed record EventRow(long Rev, EventKind Kind, long? Seq, Snowflake ActorId, DateTimeOffset At, string? Data);

/// <summary>A member's row. The cursor is written behind and not part of it.</summary>
public sealed record MemberRow(
    Snowflake UserId,
    MemberRole Role,
    MemberStatus Status,
    DateTimeOffset? MutedUntil,
    DateTimeOffset JoinedAt,
    long JoinedSeq,
    long JoinedRev
);

/// <summary>What of a planet can change by an event.</summary>
public sealed record PlanetRow(
    string Name,
    PlanetSettings Settings,
    DateTimeOffset? ArchivedAt,
    DateTimeOffset? DeletedAt,
    int MemberCount
);
