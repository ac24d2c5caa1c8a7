using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>
/// A planet's hot state as it is committed: its row, members, newest messages and events, and cursors. Pure: it knows
/// no database and no clock, and changes only by <see cref="Apply"/> of a committed draft and by cursors that move.
/// </summary>
internal sealed class PlanetState
{
    private readonly Dictionary<Snowflake, StoredMember> _members;
    private readonly Dictionary<Snowflake, DateTimeOffset> _lastSentAt = [];
    private ImmutableArray<StoredMember>? _membersById;

    public PlanetState(StoredPlanet row, IReadOnlyList<StoredMember> members, IReadOnlyList<StoredMessage> newest)
    {
        Row = row;
        _members = members.ToDictionary(member => member.UserId);
        // Another activation may have claimed the planet and gone on since the row was read; this one then writes nothing.
        newest = [.. newest.TakeWhile(message => message.Seq <= row.HeadSeq)];
        Messages.Load(newest, row.HeadSeq);
        Messages.Trim();
        Events = new RecentEvents(row.HeadRev);
        // Cursors are written behind. What a crash took of those that sends have moved, the messages still tell.
        var sent = new Dictionary<Snowflake, long>();
        foreach (var message in newest)
        {
            sent[message.SenderId] = message.Seq;
            _lastSentAt[message.SenderId] = message.CreatedAt;
        }
        foreach (var member in members.Where(member => member.Status == MemberStatus.Active))
        {
            var cursor = Math.Max(member.LastReadSeq, sent.GetValueOrDefault(member.UserId));
            Cursors.Add(member.UserId, member.JoinedSeq, cursor, row.HeadSeq, member.Profile.HidesReceipts);
            // Not of a membership before this one, nor of a cursor that a message has moved on since.
            if (member.LastReadAt is { } readAt && readAt >= member.JoinedAt && cursor == member.LastReadSeq)
            {
                ReadTimes.Note(member.UserId, cursor, readAt);
            }
        }
    }

    public StoredPlanet Row { get; private set; }

    /// <summary>Whether anybody is shown who has read what, and how many have.</summary>
    public bool ShowsReceipts => Row.Settings.ReadReceipts;

    public RecentMessages Messages { get; } = new();
    public RecentEvents Events { get; }
    public ReadCursors Cursors { get; } = new();
    public ReadTimes ReadTimes { get; } = new();

    /// <summary>Of a direct planet, whether one of the two has blocked the other.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>All who are or were members, in no order.</summary>
    public IReadOnlyCollection<StoredMember> Members => _members.Values;

    /// <summary>Those who are or were members and whose ids come after the given one, by id.</summary>
    public IEnumerable<StoredMember> MembersAfter(Snowflake? userId)
    {
        var byId = _membersById ??= [.. _members.Values.OrderBy(member => member.UserId)];
        var (first, end) = (0, byId.Length);
        while (userId is { } last && first < end)
        {
            var middle = (first + end) / 2;
            (first, end) = byId[middle].UserId <= last ? (middle + 1, end) : (first, middle);
        }
        return byId.Skip(first);
    }

    /// <summary>Active members whose cursor has gone further than the row that was read of them says.</summary>
    public IEnumerable<StoredMember> ReadFurther =>
        _members.Values.Where(member => Cursors.Cursor(member.UserId) > member.LastReadSeq);

    /// <summary>When the user sent last, as far as this activation knows.</summary>
    public DateTimeOffset? LastSentAt(Snowflake userId) => _lastSentAt.TryGetValue(userId, out var at) ? at : null;

    public StoredMember? Member(Snowflake userId) => _members.GetValueOrDefault(userId);

    /// <summary>The active member, or the refusal that the user's standing calls for.</summary>
    public StoredMember RequireMember(Snowflake userId) => RequireActive(Member(userId));

    public static StoredMember RequireActive(StoredMember? member) =>
        member is { HasAccess: true } ? member : throw new ChatException(Refusal(member));

    /// <summary>
    /// How somebody is refused who is no active member. Who never was one may not know of the planet; its grain knows
    /// who may all the same.
    /// </summary>
    public static ErrorCode Refusal(StoredMember? member) =>
        member?.Status switch
        {
            null => ErrorCode.NotFound,
            MemberStatus.Banned => ErrorCode.Banned,
            _ => ErrorCode.NotMember,
        };

    /// <inheritdoc cref="StoredPlanet.FloorFor" />
    public long Floor(StoredMember member) => Row.FloorFor(member);

    /// <summary>Takes over how far messages are archived. No batch may be under way: its draft holds the old row.</summary>
    public void MoveFloor(long floorSeq) => Row = Row with { FloorSeq = floorSeq };

    /// <summary>How the member's view differs from everybody's.</summary>
    public static ReaderView ViewOf(StoredMember member) => new(member.JoinedSeq, member.Profile.HidesReceipts);

    /// <summary>How far the user has read, where that is shown.</summary>
    public long? ShownCursor(Snowflake userId) =>
        ShowsReceipts && !Cursors.IsHidden(userId) ? Cursors.Cursor(userId) : null;

    /// <summary>The numbers of messages that follow each other, given by their senders; zeros where no receipts are shown.</summary>
    public MessageCount[] Counts(long firstSeq, ReadOnlySpan<Snowflake> senders)
    {
        if (ShowsReceipts)
        {
            return Cursors.Counts(firstSeq, senders);
        }
        var counts = new MessageCount[senders.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = new MessageCount(firstSeq + i, 0, 0);
        }
        return counts;
    }

    /// <summary>A new claim of the same planet after an outcome was unknown: nothing but the epoch has changed.</summary>
    public void Reclaim(long epoch) => Row = Row with { Epoch = epoch };

    /// <summary>Takes over what a member shows of himself; answers whether that changes what is counted.</summary>
    public bool Show(Snowflake userId, MemberProfile profile)
    {
        if (_members.GetValueOrDefault(userId) is not { } member)
        {
            return false;
        }
        _members[userId] = member with { Profile = profile };
        _membersById = null;
        return Cursors.Hide(userId, profile.HidesReceipts);
    }

    public void SetNotifications(Snowflake userId, NotificationLevel level)
    {
        if (_members.GetValueOrDefault(userId) is { } member)
        {
            _members[userId] = member with { Notifications = level };
            _membersById = null;
        }
    }

    /// <summary>Takes over what a batch has committed and reports the counters that moved with it.</summary>
    public void Apply(PlanetDraft draft, ICounterSink counters)
    {
        var head = Row.HeadSeq;
        Row = draft.Row;
        foreach (var member in draft.Members)
        {
            var before = _members.GetValueOrDefault(member.UserId);
            _members[member.UserId] = Merged(before, member);
            _membersById = null;
            if (member.Status != MemberStatus.Active)
            {
                Cursors.Remove(member.UserId);
                ReadTimes.Forget(member.UserId);
            }
            else if (before?.JoinedRev != member.JoinedRev || Cursors.Cursor(member.UserId) is null)
            {
                // Also who left and came back within the batch begins anew.
                ReadTimes.Forget(member.UserId);
                Cursors.Add(
                    member.UserId,
                    member.JoinedSeq,
                    member.JoinedSeq,
                    Row.HeadSeq,
                    member.Profile.HidesReceipts
                );
            }
        }
        foreach (var message in draft.ChangedMessages)
        {
            Messages.Replace(message);
        }
        // Before new messages take their places in the ring: a root may have to make way for them.
        CountReplies(draft.NewMessages.Where(message => message.ReplyToSeq <= head), counters);
        foreach (var message in draft.NewMessages)
        {
            Messages.Append(message);
            _lastSentAt[message.SenderId] = message.CreatedAt;
            if (Cursors.Move(message.SenderId, message.Seq, Row.HeadSeq) is { } from)
            {
                ReadTimes.Note(message.SenderId, message.Seq, message.CreatedAt);
                counters.CursorMoved(message.SenderId, from, message.Seq);
            }
        }
        CountReplies(draft.NewMessages.Where(message => message.ReplyToSeq > head), counters);
        foreach (var row in draft.Events)
        {
            Events.Append(row);
        }
    }

    // What a member shows of himself, and wants to hear, changes beside the batch: what was set while it was written is
    // newer than what its draft was made from. Who joins anew was read for it.
    private static StoredMember Merged(StoredMember? before, StoredMember drafted) =>
        before is null ? drafted
        : before.JoinedRev != drafted.JoinedRev ? drafted with { Notifications = before.Notifications }
        : drafted with { Profile = before.Profile, Notifications = before.Notifications };

    private void CountReplies(IEnumerable<StoredMessage> replies, ICounterSink counters)
    {
        foreach (var reply in replies)
        {
            if (Messages.TryGet(reply.ReplyToSeq!.Value, out var root))
            {
                var counted = root with { ReplyCount = root.ReplyCount + 1 };
                Messages.Replace(counted);
                counters.ReplyCounted(counted.Seq, counted.ReplyCount);
            }
        }
    }
}

/// <summary>Hears of counters that move with a commit.</summary>
internal interface ICounterSink
{
    void CursorMoved(Snowflake userId, long from, long to);

    void ReplyCounted(long seq, int count);
}
