using Connecto.Ids;
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
            mayNotSee || row.Last is null ? null : LastMessage.From(row.Last)
        );
    }
}

/// <summary>The newest message in short; <c>Preview</c> is null for a deleted one.</summary>
public sealed record LastMessage(long Seq, Snowflake SenderId, string? Preview, DateTimeOffset CreatedAt)
{
    private const int PreviewLength = 120;

    internal static LastMessage From(InboxMessage message) =>
        new(message.Seq, message.SenderId, Cut(message.Text), message.CreatedAt);

    private static string? Cut(string? text)
    {
        if (text is null || text.Length <= PreviewLength)
        {
            return text;
        }
        var length = char.IsHighSurrogate(text[PreviewLength - 1]) ? PreviewLength - 1 : PreviewLength;
        return text[..length];
    }
}
