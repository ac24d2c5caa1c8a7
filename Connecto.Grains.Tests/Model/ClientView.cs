using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <summary>
/// What a client knows of a planet: built from the answers to its subscriptions and from frames alone, by the rules of
/// docs/protocol.md. A hole in the revs is a difference by itself.
/// </summary>
internal sealed partial class ClientView
{
    private readonly Snowflake _self;
    private readonly SortedDictionary<long, Message> _messages;
    private readonly SortedDictionary<Snowflake, Member> _members;
    private ReaderView _reader;
    private long _tick;

    /// <summary>A view that begins with a snapshot, and with the members that were listed beside it.</summary>
    public ClientView(Snowflake self, Opening opening, IEnumerable<Member> members)
    {
        var snapshot = opening.Snapshot!;
        _self = self;
        _messages = new(snapshot.Messages.ToDictionary(message => message.Seq));
        _members = new(members.ToDictionary(member => member.UserId));
        Planet = snapshot.Planet;
        Role = snapshot.Me.Role;
        From = snapshot.Messages.IsEmpty ? opening.HeadSeq + 1 : snapshot.Messages[0].Seq;
        Rev = opening.HeadRev;
        Begin(opening);
    }

    private ClientView(ClientView other)
    {
        (_self, _reader, _tick) = (other._self, other._reader, other._tick);
        (_messages, _members) = (new(other._messages), new(other._members));
        (Planet, Role, From, Rev) = (other.Planet, other.Role, other.From, other.Rev);
    }

    public long Rev { get; private set; }

    public Planet Planet { get; private set; }

    public MemberRole Role { get; private set; }

    /// <summary>The view holds every message from here to the head.</summary>
    public long From { get; private set; }

    /// <summary>Whether the user ceased to be a member: it ends with that event.</summary>
    public bool HasLeft { get; private set; }

    public IEnumerable<Message> Messages => _messages.Values;

    public IEnumerable<Member> Members => _members.Values;

    public ClientView Copy() => new(this);

    /// <summary>Goes on from an answer that holds every event since <see cref="Rev"/>.</summary>
    public void Recover(Opening opening)
    {
        Catch(opening);
        Difference.Require("the head after a recovery", opening.HeadRev, Rev);
        Begin(opening);
    }

    /// <summary>Takes what was missed without going live.</summary>
    public void Catch(Opening opening)
    {
        // What the reader is by now tells what of it he may see.
        _reader = opening.View;
        foreach (var missed in opening.Events!.Value)
        {
            Apply(missed);
        }
    }

    /// <summary>Takes a frame as its web node hands it on.</summary>
    public void Take(PlanetFrame frame)
    {
        foreach (var told in frame.Events.Where(told => told.Rev > Rev))
        {
            if (HasLeft)
            {
                return;
            }
            Apply(Personal(told));
        }
        if (HasLeft)
        {
            return;
        }
        foreach (var change in frame.Counters.Where(change => change.Tick > _tick))
        {
            _tick = change.Tick;
            if (!_reader.Blind)
            {
                Count(change);
            }
        }
    }

    private void Begin(Opening opening)
    {
        (_reader, _tick) = (opening.View, opening.Tick);
        Set(opening.Counts!.Value);
    }

    // What a web node leaves out for one reader of what all are told.
    private PlanetEvent Personal(PlanetEvent told) =>
        told switch
        {
            MessagePosted posted when _reader.Blind => posted with
            {
                Message = posted.Message with { ReadCount = 0, UnreadCount = 0 },
            },
            MessageEdited { HistoryHidden: true } edited when edited.Seq <= _reader.JoinedSeq => edited with
            {
                Text = null,
            },
            _ => told,
        };

    private void Count(CounterChange change)
    {
        foreach (var move in change.Moves)
        {
            foreach (var seq in _messages.Keys.Where(seq => seq > move.From && seq <= move.To).ToList())
            {
                var message = _messages[seq];
                _messages[seq] = message with
                {
                    ReadCount = message.ReadCount + 1,
                    UnreadCount = message.UnreadCount - 1,
                };
            }
        }
        Set(change.Counts);
    }

    private void Set(IEnumerable<MessageCount> counts)
    {
        foreach (var count in counts)
        {
            if (_messages.TryGetValue(count.Seq, out var message))
            {
                _messages[count.Seq] = message with { ReadCount = count.ReadCount, UnreadCount = count.UnreadCount };
            }
        }
    }
}
