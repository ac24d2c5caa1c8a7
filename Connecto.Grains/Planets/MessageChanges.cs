using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>What members may do to messages, and what it changes. Each throws what the caller is to be refused with.</summary>
internal static class MessageChanges
{
    /// <summary>Kinds of reactions that one message may have.</summary>
    internal const int MaxReactionKinds = 20;

    public static SendResult Send(PlanetDraft draft, SendRequest request, byte[] hash)
    {
        var sender = draft.RequireMember(request.SenderId);
        RequireVoice(draft, sender);
        RequirePause(draft, sender);
        RequireMembers(draft, request.Mentions);
        var repliedTo = RepliedTo(draft, sender, request.ReplyToSeq);
        var mentionsAll = sender.May(PlanetRight.MentionAll) && Mentions.All(request.Text);
        var message = draft.AddMessage(request, hash, RootOf(draft, repliedTo), mentionsAll: mentionsAll);
        MessageNotifications.Of(draft, message, repliedTo);
        return ResultOf(message);
    }

    private static SendResult ResultOf(StoredMessage message) =>
        new(message.Id, message.Seq, message.Rev, message.CreatedAt, Duplicate: false);

    /// <summary>Says something in the operator's name.</summary>
    public static SendResult Announce(PlanetDraft draft, SendRequest request, byte[] hash)
    {
        draft.RequireInUse();
        return ResultOf(draft.AddMessage(request, hash, type: MessageType.System));
    }

    /// <summary>Who is muted, blocked or in an archived planet says nothing new, be it by an edit.</summary>
    public static void RequireVoice(PlanetDraft draft, StoredMember sender)
    {
        if (sender.MutedUntil > draft.At)
        {
            throw new ChatException(ErrorCode.Muted);
        }
        RequireContact(draft);
        draft.RequireInUse();
    }

    private static void RequireContact(PlanetDraft draft)
    {
        if (draft.Planet.Kind == PlanetKind.Direct && (draft.IsBlocked || draft.Planet.MemberCount < 2))
        {
            throw new ChatException(ErrorCode.Forbidden, "One of the two cannot be written to.");
        }
    }

    private static void RequireMembers(PlanetDraft draft, ImmutableArray<Snowflake> mentions)
    {
        foreach (var userId in mentions)
        {
            if (draft.Member(userId) is not { Status: MemberStatus.Active })
            {
                throw ChatException.Invalid("mentions", "only members can be mentioned");
            }
        }
    }

    private static void RequirePause(PlanetDraft draft, StoredMember sender)
    {
        var pause = TimeSpan.FromSeconds(draft.Planet.Settings.SlowModeSeconds);
        if (pause == TimeSpan.Zero || sender.May(PlanetRight.SendWithoutPause))
        {
            return;
        }
        if (draft.LastSentAt(sender.UserId) + pause - draft.At is { Ticks: > 0 } rest)
        {
            throw new ChatException(ErrorCode.SlowMode, retryAfter: rest);
        }
    }

    private static StoredMessage? RepliedTo(PlanetDraft draft, StoredMember sender, long? replyToSeq)
    {
        if (replyToSeq is not { } seq)
        {
            return null;
        }
        return seq > draft.Floor(sender) && seq <= draft.Row.HeadSeq
            ? draft.RequireMessage(seq)
            : throw ChatException.Invalid("replyToSeq", "there is no such message");
    }

    // A thread has one root: a reply to a reply belongs to what that one replies to, be it archived by now.
    private static long? RootOf(PlanetDraft draft, StoredMessage? repliedTo) =>
        repliedTo is null ? null
        : repliedTo.ReplyToSeq <= draft.Row.FloorSeq ? repliedTo.ReplyToSeq
        : draft.RequireMessage(repliedTo.ReplyToSeq ?? repliedTo.Seq).Seq;

    /// <summary>Changes the text of the user's own message.</summary>
    public static long Edit(PlanetDraft draft, Snowflake userId, long seq, string text)
    {
        var member = draft.RequireMember(userId);
        var message = RequireStanding(draft, member, seq);
        if (message.SenderId != userId || message.Type == MessageType.System)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only the sender may edit a message.");
        }
        var window = draft.Planet.Settings.EditWindowSeconds;
        if (window > 0 && draft.At - message.CreatedAt > TimeSpan.FromSeconds(window))
        {
            throw new ChatException(ErrorCode.Forbidden, "The time to edit this message has passed.");
        }
        RequireVoice(draft, member);
        var rev = draft.AddEvent(EventKind.Edited, seq, userId).Rev;
        draft.AddVersion(message, text, rev);
        draft.Change(message with { Text = text, EditedAt = draft.At, Rev = rev });
        return rev;
    }

    /// <summary>Deletes a message; one that is deleted already stays as it is.</summary>
    public static long Delete(PlanetDraft draft, Snowflake userId, long seq)
    {
        var member = draft.RequireMember(userId);
        draft.RequireInUse();
        var message = draft.RequireMessage(member, seq);
        if (message.SenderId != userId)
        {
            member.Require(PlanetRight.DeleteOthersMessages);
        }
        return Delete(draft, message, userId);
    }

    /// <summary>Deletes a message in the operator's name, also in an archived planet.</summary>
    public static long Moderate(PlanetDraft draft, Snowflake actorId, long seq) =>
        Delete(draft, draft.RequireMessage(seq), actorId);

    private static long Delete(PlanetDraft draft, StoredMessage message, Snowflake userId)
    {
        if (message.DeletedAt is not null)
        {
            return draft.Row.HeadRev;
        }
        var seq = message.Seq;
        var rev = draft.AddEvent(EventKind.Deleted, seq, userId).Rev;
        draft.DropVersions(seq);
        draft.Change(message with { Text = null, DeletedAt = draft.At, PinnedAt = null, Rev = rev });
        return rev;
    }

    /// <summary>Sets or takes away the user's reaction; one that is as wanted stays as it is.</summary>
    public static long React(PlanetDraft draft, Snowflake userId, long seq, string emoji, bool on)
    {
        var member = draft.RequireMember(userId);
        RequireContact(draft);
        draft.RequireInUse();
        var message = RequireStanding(draft, member, seq);
        var kind = message.Reactions.FirstOrDefault(reaction => reaction.Emoji == emoji);
        if ((kind?.Users.Contains(userId) ?? false) == on)
        {
            return draft.Row.HeadRev;
        }
        if (kind is null && message.Reactions.Length >= MaxReactionKinds)
        {
            throw new ChatException(
                ErrorCode.Conflict,
                $"A message has at most {MaxReactionKinds} kinds of reactions."
            );
        }
        var rev = draft.AddEvent(EventKind.Reaction, seq, userId, PlanetEventData.Reaction(emoji, on)).Rev;
        draft.Change(new ReactionRow(seq, emoji, userId, rev, on));
        draft.Change(message with { Rev = rev, Reactions = With(message.Reactions, kind, emoji, userId, on) });
        return rev;
    }

    /// <summary>Pins a message or takes the pin away; one that is as wanted stays as it is.</summary>
    public static long Pin(PlanetDraft draft, Snowflake userId, long seq, bool on)
    {
        var member = draft.RequireMember(userId);
        if (draft.Planet.Kind != PlanetKind.Direct)
        {
            member.Require(PlanetRight.Pin);
        }
        draft.RequireInUse();
        var message = RequireStanding(draft, member, seq);
        if (message.PinnedAt is not null == on)
        {
            return draft.Row.HeadRev;
        }
        var rev = draft.AddEvent(EventKind.Pin, seq, userId, PlanetEventData.Pin(on)).Rev;
        draft.Change(message with { Rev = rev, PinnedAt = on ? draft.At : null });
        return rev;
    }

    private static StoredMessage RequireStanding(PlanetDraft draft, StoredMember reader, long seq)
    {
        var message = draft.RequireMessage(reader, seq);
        return message.DeletedAt is null
            ? message
            : throw new ChatException(ErrorCode.Conflict, "The message is deleted.");
    }

    private static ImmutableArray<StoredReaction> With(
        ImmutableArray<StoredReaction> reactions,
        StoredReaction? kind,
        string emoji,
        Snowflake userId,
        bool on
    )
    {
        if (kind is null)
        {
            return reactions.Add(new StoredReaction(emoji, [userId]));
        }
        var users = on ? kind.Users.Add(userId) : kind.Users.Remove(userId);
        return users.IsEmpty ? reactions.Remove(kind) : reactions.Replace(kind, kind with { Users = users });
    }
}
