using Connecto.Ids;
using Orleans;

namespace Connecto.Users;

/// <summary>Kinds of notifications, as they are stored; on the wire their names in lower case.</summary>
public enum NotificationKind
{
    Mention = 1,
    Direct = 2,
    Reply = 3,
    Added = 4,
    Invite = 5,
    Removed = 6,
    Announcement = 7,
}

/// <summary>
/// Something that a user is told wherever he is connected, and that is kept until he has read it. <c>ActorId</c> is who
/// caused it; <c>Code</c> is that of an invite, <c>Text</c> that of an announcement.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Notification(
    Snowflake Id,
    NotificationKind Kind,
    Snowflake? PlanetId,
    long? Seq,
    Snowflake? ActorId,
    DateTimeOffset CreatedAt,
    string? Code = null,
    string? Text = null
);
