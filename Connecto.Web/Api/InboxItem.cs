using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Users;

namespace Connecto.Web.Api;

/// <summary>A planet of the caller's, with his own place in it. The two counts stay at 999.</summary>
public sealed record InboxItem(
    Planet Planet,
    int UnreadCount,
    int MentionCount,
    long LastReadSeq,
    NotificationLevel Notifications,
    LastMessage? Last
)
{
    internal static InboxItem From(InboxRow row, Unread unread)
    {
        var mayNotSee = !row.Planet.Settings.HistoryVisible && row.Last?.Seq <= row.JoinedSeq;
        return new InboxItem(
            row.Planet.ToPlanet(),
            unread.Messages,
            unread.Mentions,
            unread.LastReadSeq,
            row.Notifications,
            mayNotSee || row.Last is not { } last
                ? null
                : LastMessage.Of(last.Seq, last.SenderId, last.Text, last.CreatedAt)
        );
    }
}
