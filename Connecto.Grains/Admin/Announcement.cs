using Connecto.Ids;
using Connecto.Users;

namespace Connecto.Admin;

/// <summary>What an admin tells everybody.</summary>
public sealed record Announcement(Snowflake Id, Snowflake ActorId, string Text, DateTimeOffset CreatedAt)
{
    /// <summary>What each user gets, all under the announcement's own id; from nobody, so that no block hides it.</summary>
    public Notification ToNotification() =>
        new(Id, NotificationKind.Announcement, PlanetId: null, Seq: null, ActorId: null, CreatedAt, Text: Text);
}
