using System.Globalization;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>A message as somebody sees it, from the model or from the planet, so that both can be compared and printed.</summary>
internal sealed record SeenMessage(
    long Seq,
    long Rev,
    char Sender,
    string? Key,
    string? Text,
    long? ReplyTo,
    string Mentions,
    string Reactions,
    int ReplyCount,
    (int Read, int Unread)? Counts,
    bool All,
    bool Edited,
    bool Deleted,
    bool Pinned
)
{
    public static SeenMessage Of(PlanetModel model, ModelMessage message, char viewer) =>
        new(
            message.Seq,
            message.Rev,
            message.Sender,
            message.Sender == viewer ? message.Key : null,
            message.IsDeleted ? null : message.Texts[^1].Text,
            message.ReplyTo,
            message.Mentions,
            Join(
                message.Kinds.Select(kind =>
                    Kind(
                        kind,
                        message.Reactions.Count(reaction => reaction.Emoji == kind),
                        message.Reactions.Contains((kind, viewer))
                    )
                )
            ),
            model.Replies(message.Seq).Count(),
            model.Counts(message, viewer),
            message.MentionsAll,
            message.IsEdited,
            message.IsDeleted,
            message.IsPinned
        );

    public static SeenMessage Of(Message message, Cast cast) =>
        new(
            message.Seq,
            message.Rev,
            cast[message.SenderId],
            message.ClientMessageId,
            message.Text,
            message.ReplyToSeq,
            cast.Letters(message.Mentions),
            Join(message.Reactions.Select(kind => Kind(kind.Emoji, kind.Count, kind.Me == true))),
            message.ReplyCount,
            (message.ReadCount, message.UnreadCount),
            message.MentionsAll == true,
            message.EditedAt is not null,
            message.DeletedAt is not null,
            message.PinnedAt is not null
        );

    // Kinds come in the order of their first reaction, and in another one once that was taken back and the planet read
    // anew; so they are compared as a set. Their order has a test of its own.
    private static string Join(IEnumerable<string> kinds) => string.Join(' ', kinds.Order(StringComparer.Ordinal));

    private static string Kind(string emoji, int count, bool me) =>
        string.Create(CultureInfo.InvariantCulture, $"{emoji}{count}{(me ? "+" : "")}");
}

/// <summary>A member as somebody sees him.</summary>
internal sealed record SeenMember(char User, MemberRole Role, bool IsMuted, long JoinedSeq, long? LastRead)
{
    public static SeenMember Of(PlanetModel model, ModelMember member, char viewer)
    {
        var shown = model.Settings.ReadReceipts && !model.Hides(member.User) && !model.Hides(viewer);
        var cursor = shown || member.User == viewer ? member.Cursor : default(long?);
        return new SeenMember(member.User, member.Role, member.IsMuted, member.JoinedSeq, cursor);
    }

    public static SeenMember Of(Member member, Cast cast) =>
        new(cast[member.UserId], member.Role, member.MutedUntil is not null, member.JoinedSeq, member.LastReadSeq);
}

/// <summary>The planet's own state.</summary>
internal sealed record SeenPlanet(
    string Name,
    int Members,
    long HeadSeq,
    long HeadRev,
    PlanetSettings Settings,
    bool IsArchived
)
{
    public static SeenPlanet Of(PlanetModel model) =>
        new(model.Name, model.Active.Count(), model.HeadSeq, model.Rev, model.Settings, model.IsArchived);

    public static SeenPlanet Of(Planet planet) =>
        new(
            planet.Name,
            planet.MemberCount,
            planet.HeadSeq,
            planet.HeadRev,
            planet.Settings,
            planet.ArchivedAt is not null
        );
}
