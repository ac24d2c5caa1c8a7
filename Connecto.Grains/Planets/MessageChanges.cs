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

    /// <summary>Sends a message under an id that was made for it.</summary>
    public static SendResult Send(PlanetDraft draft, Snowflake id, SendRequest request, byte[] hash)
    {
        var sender = draft.RequireMember(request.SenderId);
        if (sender.MutedUntil > draft.At)
        {
            throw new ChatException(ErrorCode.Muted);
        }
        draft.RequireInUse();
        RequirePause(draft, sender);
        var message = draft.AddMessage(id, request, hash, RootOf(draft, request.ReplyToSeq));
        return new SendResult(message.Id, message.Seq, message.Rev, message.CreatedAt, Duplicate: false);
    }

    private static void RequirePause(PlanetDraft draft, StoredMember sender)
    {
        var pause = TimeSpan.FromSeconds(draft.Row.Settings.SlowModeSeconds);
        if (pause == TimeSpan.Zero || sender.May(PlanetRight.SendWithoutPause))
        {
            return;
        }
        if (draft.LastSentAt(sender.UserId) + pause - draft.At is { Ticks: > 0 } rest)
        {
            throw new ChatException(ErrorCode.SlowMode, retryAfter: rest);
        }
    }

    // A thread has one root: a reply to a reply belongs to what that one replies to.
    private static long? RootOf(PlanetDraft draft, long? replyToSeq)
    {
        if (replyToSeq is not { } seq)
        {
            return null;
        }
        if (seq < 1 || seq > draft.Row.HeadSeq)
        {
            throw ChatException.Invalid("replyToSeq", "there is no such message");
        }
        var root = draft.RequireMessage(seq).ReplyToSeq ?? seq;
        return draft.RequireMessage(root).Seq;
    }

    /// <summary>Changes the text of the user's own message.</summary>
    public static long Edit(PlanetDraft draft, Snowflake userId, long seq, string text)
    {
        draft.RequireMember(userId);
        draft.RequireInUse();
        var message = RequireStanding(draft, seq);
        if (message.SenderId != userId)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only the sender may edit a message.");
        }
        var window = draft.Row.Settings.EditWindowSeconds;
        if (window > 0 && draft.At - message.CreatedAt > TimeSpan.FromSeconds(window))
        {
            throw new ChatException(ErrorCode.Forbidden, "The time to edit this message has passed.");
        }
        var rev = draft.AddEvent(EventKind.Edited, seq, userId).Rev;
        draft.Change(message with { Text = text, EditedAt = draft.At, Rev = rev });
        return rev;
    }

    /// <summary>Deletes a message; one that is deleted already stays as it is.</summary>
    public static long Delete(PlanetDraft draft, Snowflake userId, long seq)
    {
        var member = draft.RequireMember(userId);
        draft.RequireInUse();
        var message = draft.RequireMessage(seq);
        if (message.SenderId != userId)
        {
            member.Require(PlanetRight.DeleteOthersMessages);
        }
        if (message.DeletedAt is not null)
        {
            return draft.Row.HeadRev;
        }
        var rev = draft.AddEvent(EventKind.Deleted, seq, userId).Rev;
        draft.Change(message with { Text = null, DeletedAt = draft.At, PinnedAt = null, Rev = rev });
        return rev;
    }

    /// <summary>Sets or takes away the user's reaction; one that is as wanted stays as it is.</summary>
    public static long React(PlanetDraft draft, Snowflake userId, long seq, string emoji, bool on)
    {
        draft.RequireMember(userId);
        draft.RequireInUse();
        var message = RequireStanding(draft, seq);
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
        draft.RequireMember(userId).Require(PlanetRight.Pin);
        draft.RequireInUse();
        var message = RequireStanding(draft, seq);
        if (message.PinnedAt is not null == on)
        {
            return draft.Row.HeadRev;
        }
        var rev = draft.AddEvent(EventKind.Pin, seq, userId, PlanetEventData.Pin(on)).Rev;
        draft.Change(message with { Rev = rev, PinnedAt = on ? draft.At : null });
        return rev;
    }

    private static StoredMessage RequireStanding(PlanetDraft draft, long seq)
    {
        var message = draft.RequireMessage(seq);
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
