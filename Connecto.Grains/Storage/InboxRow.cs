using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Storage;

/// <summary>
/// A planet in which the user is active, with the user's flushed cursor. <c>Last</c> is the planet's newest message,
/// whether or not the user may see it: <c>JoinedSeq</c> and the planet's settings tell.
/// </summary>
public sealed record InboxRow(
    StoredPlanet Planet,
    long JoinedSeq,
    long LastReadSeq,
    NotificationLevel Notifications,
    InboxMessage? Last
);

/// <summary>The newest message of a planet; <c>Text</c> is null once it is deleted.</summary>
public sealed record InboxMessage(
    long Seq,
    Snowflake SenderId,
    MessageType Type,
    string? Text,
    DateTimeOffset CreatedAt,
    DateTimeOffset? DeletedAt
);
