using Connecto.Errors;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <content>Messages, what is done to them, and how far they are read.</content>
internal sealed partial class PlanetModel
{
    /// <summary>Answers the message, and whether it was there before.</summary>
    public (ModelMessage Message, bool Duplicate) Send(
        char user,
        string key,
        string text,
        long? replyTo,
        string mentions
    )
    {
        var request = $"{text}|{replyTo}|{mentions}";
        if (_messages.Find(message => message.Sender == user && message.Key == key) is { } original)
        {
            Require(original.Request == request, ErrorCode.IdempotencyMismatch);
            return (original, true);
        }
        var sender = RequireMember(user);
        RequireVoice(sender);
        Require(mentions.All(mentioned => Member(mentioned)?.IsActive == true), ErrorCode.Invalid);
        Require(replyTo is null || (replyTo > Floor(user) && replyTo <= HeadSeq), ErrorCode.Invalid);
        var root = replyTo is { } seq ? At(seq).ReplyTo ?? seq : default(long?);
        var mentionsAll = sender.IsModerator && text.Contains("@all", StringComparison.Ordinal);
        var message = new ModelMessage(HeadSeq + 1, Rev + 1, user, key, request, root, mentions, mentionsAll)
        {
            Texts = [(Rev + 1, text)],
        };
        _messages.Add(message);
        AddEvent(sender with { Cursor = message.Seq });
        return (message, false);
    }

    public long Edit(char user, long seq, string text)
    {
        var member = RequireMember(user);
        var message = RequireStanding(user, seq);
        Require(message.Sender == user, ErrorCode.Forbidden);
        RequireVoice(member);
        return Change(message with { IsEdited = true, Texts = message.Texts.Add((Rev + 1, text)) });
    }

    public long Delete(char user, long seq)
    {
        var member = RequireMember(user);
        Require(!IsArchived, ErrorCode.Forbidden);
        var message = RequireVisible(user, seq);
        Require(message.Sender == user || member.IsModerator, ErrorCode.Forbidden);
        return message.IsDeleted
            ? Rev
            : Change(message with { IsDeleted = true, IsPinned = false, Texts = [], Reactions = [], Kinds = [] });
    }

    public long React(char user, long seq, string emoji, bool on)
    {
        RequireMember(user);
        Require(!IsArchived, ErrorCode.Forbidden);
        var message = RequireStanding(user, seq);
        if (message.Reactions.Contains((emoji, user)) == on)
        {
            return Rev;
        }
        var reactions = on ? message.Reactions.Add((emoji, user)) : message.Reactions.Remove((emoji, user));
        var kinds = message.Kinds.Contains(emoji) ? message.Kinds : message.Kinds.Add(emoji);
        return Change(
            message with
            {
                Reactions = reactions,
                Kinds = kinds.RemoveAll(kind => !reactions.Exists(reaction => reaction.Emoji == kind)),
            }
        );
    }

    public long Pin(char user, long seq, bool on)
    {
        RequireModerator(user);
        Require(!IsArchived, ErrorCode.Forbidden);
        var message = RequireStanding(user, seq);
        return message.IsPinned == on ? Rev : Change(message with { IsPinned = on });
    }

    public void MarkRead(char user, long seq)
    {
        var member = RequireMember(user);
        _members[user] = member with { Cursor = Math.Max(member.Cursor, Math.Min(seq, HeadSeq)) };
    }

    private ModelMessage At(long seq) => _messages[(int)seq - 1];

    private long Change(ModelMessage message)
    {
        _messages[(int)message.Seq - 1] = message with { Rev = Rev + 1 };
        return AddEvent();
    }

    // Who is muted, or in an archived planet, says nothing new.
    private void RequireVoice(ModelMember sender)
    {
        Require(!sender.IsMuted, ErrorCode.Muted);
        Require(!IsArchived, ErrorCode.Forbidden);
    }

    private ModelMessage RequireVisible(char user, long seq)
    {
        Require(seq > Floor(user) && seq <= HeadSeq, ErrorCode.NotFound);
        return At(seq);
    }

    private ModelMessage RequireStanding(char user, long seq)
    {
        var message = RequireVisible(user, seq);
        Require(!message.IsDeleted, ErrorCode.Conflict);
        return message;
    }
}
