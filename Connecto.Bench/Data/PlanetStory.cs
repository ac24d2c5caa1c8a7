using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Bench.Data;

/// <summary>
/// What happened in one planet, event by event as its grain would have numbered it: <c>seq</c> and <c>rev</c> are dense,
/// threads have one root, time does not go back, and who sends has read as far as his message.
/// </summary>
internal sealed class PlanetStory
{
    private const int Recent = 20;
    private const int RepliesOfHundred = 20;
    private const int ReactionsOfHundred = 10;
    private const int EditsOfHundred = 3;
    private const int DeletionsOfHundred = 1;

    private static readonly string[] _emojis = ["👍", "😂", "🎉", "🙏", "😮"];

    private readonly Random _random;
    private readonly Snowflake[] _members;
    private readonly int _speakers;
    private readonly TimeSpan _step;
    private readonly HashSet<(long Seq, string Emoji, long User)> _reacted = [];
    private readonly DateTimeOffset _at;

    public PlanetStory(int seed, PlanetPlan plan, Snowflake[] members, DateTimeOffset from, DateTimeOffset to)
    {
        (_random, _members) = (new Random(seed), members);
        _speakers = plan.OwnerAlone ? 1 : members.Length;
        (_at, _step) = (Whole(from), (to - from) / (plan.Messages + 1));
        Cursors = new long[members.Length];
        Begin();
        for (var i = 0; i < plan.Messages; i++)
        {
            // At most the step each time, so that the end is not passed.
            _at = Whole(_at + (_step * (0.5 + (_random.NextDouble() / 2))));
            Send();
            HappenNow();
        }
        if (!plan.OwnerAlone)
        {
            Read();
        }
    }

    /// <summary>The messages in order of <c>seq</c>, as the last event of each left it.</summary>
    public List<DataMessage> Messages { get; } = [];

    /// <summary>Events but sendings.</summary>
    public List<EventRow> Events { get; } = [];

    public List<ReactionRow> Reactions { get; } = [];

    /// <summary>Texts of edited messages that are not deleted.</summary>
    public List<VersionRow> Versions { get; } = [];

    /// <summary>How far each member has read.</summary>
    public long[] Cursors { get; }

    public long HeadRev { get; private set; }

    public DateTimeOffset HeadAt => _at;

    /// <summary>Lets go of the messages.</summary>
    public void Forget()
    {
        Messages.Clear();
        Messages.TrimExcess();
        _reacted.Clear();
    }

    private void Begin()
    {
        var joined = _members
            .Select((id, i) => new EventMember(id, RoleOf(i), MemberStatus.Active, null, _at, JoinedSeq: 0))
            .ToList();
        Happen(EventKind.Member, null, _members[0], PlanetEventData.Members(joined));
    }

    /// <summary>The first member owns the planet.</summary>
    public static MemberRole RoleOf(int member) => member == 0 ? MemberRole.Owner : MemberRole.Member;

    private void Send()
    {
        var sender = _random.Next(_speakers);
        var repliedTo = _random.Next(100) < RepliesOfHundred ? Draw() : null;
        var root = repliedTo?.ReplyToSeq is { } seq ? Messages[(int)seq - 1] : repliedTo;
        var text = DataTexts.Message(_random);
        var key = $"data-{Messages.Count + 1}";
        var hash = RequestHash.Of(new SendRequest(_members[sender], key, text, repliedTo?.Seq, []));
        Messages.Add(
            new DataMessage(Messages.Count + 1, ++HeadRev, _members[sender].Value, root?.Seq, _at, key, hash, text)
        );
        if (root is not null)
        {
            root.ReplyCount++;
        }
        Cursors[sender] = Messages.Count;
    }

    // Of what members do to messages, each as often as the share says.
    private void HappenNow()
    {
        if (_random.Next(100) < ReactionsOfHundred && Draw() is { Text: not null } liked)
        {
            React(liked, _emojis[_random.Next(_emojis.Length)], _members[_random.Next(_members.Length)]);
        }
        if (_random.Next(100) < EditsOfHundred && Draw() is { Text: not null } edited)
        {
            Edit(edited, DataTexts.Message(_random));
        }
        if (_random.Next(100) < DeletionsOfHundred && Draw() is { Text: not null } deleted)
        {
            Delete(deleted);
        }
    }

    private void React(DataMessage message, string emoji, Snowflake user)
    {
        if (_reacted.Add((message.Seq, emoji, user.Value)))
        {
            message.Rev = Happen(EventKind.Reaction, message.Seq, user, PlanetEventData.Reaction(emoji, on: true));
            Reactions.Add(new ReactionRow(message.Seq, emoji, user, message.Rev, On: true));
        }
    }

    private void Edit(DataMessage message, string text)
    {
        if (message.EditedAt is null)
        {
            Versions.Add(new VersionRow(message.Seq, message.PostedRev, message.Text!, message.CreatedAt));
        }
        (message.Text, message.EditedAt) = (text, _at);
        message.Rev = Happen(EventKind.Edited, message.Seq, new Snowflake(message.SenderId), data: null);
        Versions.Add(new VersionRow(message.Seq, message.Rev, text, _at));
    }

    private void Delete(DataMessage message)
    {
        (message.Text, message.DeletedAt) = (null, _at);
        message.Rev = Happen(EventKind.Deleted, message.Seq, new Snowflake(message.SenderId), data: null);
        if (message.EditedAt is not null)
        {
            Versions.RemoveAll(version => version.Seq == message.Seq);
        }
    }

    // Most have read nearly all, the others any part.
    private void Read()
    {
        for (var i = 0; i < Cursors.Length; i++)
        {
            var unread = _random.Next(10) < 7 ? _random.Next(Recent) : _random.Next(Messages.Count + 1);
            Cursors[i] = Math.Max(Cursors[i], Messages.Count - unread);
        }
    }

    private long Happen(EventKind kind, long? seq, Snowflake actor, string? data)
    {
        Events.Add(new EventRow(++HeadRev, kind, seq, actor, _at, data));
        return HeadRev;
    }

    private DataMessage? Draw() =>
        Messages.Count == 0 ? null : Messages[^_random.Next(1, Math.Min(Recent, Messages.Count) + 1)];

    private static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMillisecond));
}
