using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <content>What each kind of event does to a view.</content>
internal sealed partial class ClientView
{
    private void Apply(PlanetEvent told)
    {
        Difference.Require("the next rev", Rev + 1, told.Rev);
        Rev = told.Rev;
        switch (told)
        {
            case MessagePosted posted:
                Post(posted.Message);
                break;
            case MessageEdited edited:
                Change(
                    edited.Seq,
                    message => message with { Text = edited.Text, EditedAt = edited.EditedAt, Rev = Rev }
                );
                break;
            case MessageDeleted deleted:
                Change(
                    deleted.Seq,
                    message =>
                        message with
                        {
                            Text = null,
                            DeletedAt = deleted.At,
                            PinnedAt = null,
                            Reactions = [],
                            Rev = Rev,
                        }
                );
                break;
            case ReactionChanged reaction:
                React(reaction);
                break;
            case PinChanged pin:
                Change(pin.Seq, message => message with { PinnedAt = pin.On ? pin.At : null, Rev = Rev });
                break;
            case MembersChanged changed:
                foreach (var member in changed.Members)
                {
                    Set(member);
                }
                break;
            case PlanetChanged changed:
                Set(changed);
                break;
        }
    }

    // Replies to a message come after it, each as an event of its own.
    private void Post(Message message)
    {
        _messages[message.Seq] = message;
        if (message.ReplyToSeq is { } root && _messages.TryGetValue(root, out var repliedTo))
        {
            _messages[root] = repliedTo with { ReplyCount = repliedTo.ReplyCount + 1 };
        }
    }

    // A replay shows a message as it is now: what it already holds is passed over.
    private void Change(long seq, Func<Message, Message> change)
    {
        if (_messages.TryGetValue(seq, out var message) && message.Rev < Rev)
        {
            _messages[seq] = change(message);
        }
    }

    private void React(ReactionChanged reaction)
    {
        if (!_messages.TryGetValue(reaction.Seq, out var message))
        {
            return;
        }
        var isOwn = reaction.UserId == _self;
        if (message.Rev >= Rev)
        {
            // Counted already; whether it is one's own, only the event tells where the message came to all alike.
            var reactions = message.Reactions.Select(kind =>
                isOwn && kind.Emoji == reaction.Emoji ? kind with { Me = reaction.On } : kind
            );
            _messages[reaction.Seq] = message with { Reactions = [.. reactions] };
            return;
        }
        var before = message.Reactions.FirstOrDefault(kind => kind.Emoji == reaction.Emoji);
        var after = new Reaction(
            reaction.Emoji,
            (before?.Count ?? 0) + (reaction.On ? 1 : -1),
            isOwn ? reaction.On : before?.Me
        );
        var rest = before is null ? message.Reactions : message.Reactions.Remove(before);
        _messages[reaction.Seq] = message with { Reactions = after.Count == 0 ? rest : rest.Add(after), Rev = Rev };
    }

    private void Set(Member member)
    {
        if (member.Status == MemberStatus.Active)
        {
            _members[member.UserId] = member;
        }
        else
        {
            _members.Remove(member.UserId);
        }
        if (member.UserId == _self)
        {
            Role = member.Role;
            HasLeft = member.Status != MemberStatus.Active;
        }
    }

    private void Set(PlanetChanged changed)
    {
        Planet = Planet with
        {
            Name = changed.Name ?? Planet.Name,
            Settings = changed.Settings ?? Planet.Settings,
            ArchivedAt = changed.Archived is null ? Planet.ArchivedAt : changed.ArchivedAt,
        };
        if (!Planet.Settings.HistoryVisible)
        {
            From = Math.Max(From, _reader.JoinedSeq + 1);
            foreach (var seq in _messages.Keys.Where(seq => seq < From).ToList())
            {
                _messages.Remove(seq);
            }
        }
    }
}
