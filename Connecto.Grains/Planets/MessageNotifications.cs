using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;
using Connecto.Users;

namespace Connecto.Planets;

/// <summary>
/// Who is told of a new message: the other one of a direct planet, who is mentioned, and whom it replies to; each once
/// and never its sender; of them those who want to hear it of this planet.
/// </summary>
internal static class MessageNotifications
{
    /// <summary>
    /// In a planet with more active members nobody is told of a mention of all: they see it in their inbox.
    /// </summary>
    internal const int MostMentioned = 1000;

    public static void Of(PlanetDraft draft, StoredMessage message, StoredMessage? repliedTo)
    {
        if (draft.Planet.Kind == PlanetKind.Direct)
        {
            Tell(draft, message, NotificationKind.Direct, MembersOf(draft));
        }
        else if (message.MentionsAll && draft.Planet.MemberCount <= MostMentioned)
        {
            Tell(draft, message, NotificationKind.Mention, MembersOf(draft));
        }
        else if (message.Mentions.Length > 0 || repliedTo is not null)
        {
            var mentioned = message.Mentions.Select(userId => new Snowflake(userId)).ToHashSet();
            Tell(draft, message, NotificationKind.Mention, mentioned);
            if (repliedTo is not null && !mentioned.Contains(repliedTo.SenderId))
            {
                Tell(draft, message, NotificationKind.Reply, [repliedTo.SenderId]);
            }
        }
    }

    private static IEnumerable<Snowflake> MembersOf(PlanetDraft draft) =>
        draft.ActiveMembers.Select(member => member.UserId);

    private static void Tell(
        PlanetDraft draft,
        StoredMessage message,
        NotificationKind kind,
        IEnumerable<Snowflake> userIds
    )
    {
        foreach (var userId in userIds)
        {
            if (userId != message.SenderId && draft.Member(userId) is { } member && Wants(member, kind))
            {
                draft.Notify(userId, kind, message.Seq, message.SenderId);
            }
        }
    }

    private static bool Wants(StoredMember member, NotificationKind kind) =>
        member.HasAccess
        && member.Notifications switch
        {
            NotificationLevel.All => true,
            NotificationLevel.Mentions => kind == NotificationKind.Mention,
            _ => false,
        };
}
