using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>What members may do to messages, and what it changes. Each throws what the caller is to be refused with.</summary>
internal static class MessageChanges
{
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
        var message = draft.RequireMessage(seq);
        if (message.SenderId != userId)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only the sender may edit a message.");
        }
        if (message.DeletedAt is not null)
        {
            throw new ChatException(ErrorCode.Conflict, "The message is deleted.");
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
        draft.Change(message with { Text = null, DeletedAt = draft.At, Rev = rev });
        return rev;
    }
}
