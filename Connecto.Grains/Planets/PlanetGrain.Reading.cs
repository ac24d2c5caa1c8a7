using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>What members read: from memory where it is hot, else from PostgreSQL, with counts from memory always.</content>
internal sealed partial class PlanetGrain
{
    private Task? _readingEvents;

    public async Task<Planet> Get(Snowflake userId)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        return PlanetView.Of(State.Row);
    }

    public async Task<ImmutableArray<Member>> Members(Snowflake userId, Snowflake? after, int limit)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        return
        [
            .. State
                .MembersById.Where(member => member.Status == MemberStatus.Active)
                .SkipWhile(member => after is { } last && member.UserId <= last)
                .Take(limit)
                .Select(View),
        ];
    }

    public async Task<Message> Message(Snowflake userId, long seq)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        RequireSent(seq);
        return (await RangeAsync(userId, seq, seq))[0];
    }

    public async Task<MessagePage> Messages(Snowflake userId, PageRequest page)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        var head = State.Row.HeadSeq;
        var (first, last) = page switch
        {
            { Before: { } before } => (Math.Min(before, head + 1) - page.Limit, Math.Min(before, head + 1) - 1),
            { After: { } after } => (Math.Clamp(after, 0, head) + 1, Math.Clamp(after, 0, head) + page.Limit),
            { Around: { } around } => Around(Math.Clamp(around, 1, Math.Max(head, 1)), page.Limit, head),
            _ => (head - page.Limit + 1, head),
        };
        (first, last) = (Math.Max(first, 1), Math.Min(last, head));
        var items = first > last ? [] : await RangeAsync(userId, first, last);
        return new MessagePage(items, first > 1 && head > 0, last < State.Row.HeadSeq, State.Row.HeadRev);
    }

    public async Task<ImmutableArray<Message>> Replies(Snowflake userId, long seq, long afterSeq, int limit)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        RequireSent(seq);
        return ViewEach(await messages.RepliesAsync(Id, seq, afterSeq, limit), userId);
    }

    public async Task<ImmutableArray<Message>> Pins(Snowflake userId, long beforeSeq, int limit)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        return ViewEach(await messages.PinnedAsync(Id, beforeSeq, limit), userId);
    }

    // Messages that need not follow each other. What PostgreSQL tells may be ahead of what is applied here, or behind.
    private ImmutableArray<Message> ViewEach(IReadOnlyList<StoredMessage> stored, Snowflake viewer) =>
        [
            .. stored
                .Where(row => row.Seq <= State.Row.HeadSeq)
                .Select(row => PlanetView.Counted(State, Newest(row), viewer)),
        ];

    // The page keeps its size near both ends.
    private static (long First, long Last) Around(long seq, int limit, long head)
    {
        var first = Math.Max(1, Math.Min(seq - (limit / 2), head - limit + 1));
        return (first, first + limit - 1);
    }

    public async Task<Opening> Open(Snowflake userId, long? sinceRev)
    {
        try
        {
            await ReadyAsync();
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            return Opening.Denied(Id, refusal.Code);
        }
        if (sinceRev is { } since && IsReplayable(userId, since, Opening.MaxEvents))
        {
            await ReadForReplayAsync(since);
        }
        // From here on nothing waits, so that the answer and its tick are of one moment.
        if (RefusalOf(userId) is { } code)
        {
            return Opening.Denied(Id, code);
        }
        FlushCounters();
        if (sinceRev is { } rev && IsReplayable(userId, rev, Opening.MaxEvents) && CanRender(rev))
        {
            var replay = Render(State.Events.After(rev, Opening.MaxEvents));
            return Answer(OpeningState.Recovered) with { Events = replay };
        }
        return Answer(OpeningState.Snapshot) with { Snapshot = SnapshotFor(userId) };
    }

    public async Task<Opening> Changes(Snowflake userId, long sinceRev, int limit)
    {
        await ReadyAsync();
        State.RequireMember(userId);
        if (sinceRev > State.Row.HeadRev || sinceRev < State.RequireMember(userId).JoinedRev)
        {
            return Answer(OpeningState.Snapshot) with { Snapshot = SnapshotFor(userId), HasMore = false };
        }
        var rows = await EventsAfterAsync(sinceRev, limit);
        await KeepMessagesOfAsync(rows);
        if (!AreKept(rows))
        {
            // Memory let some go to others' readings meanwhile, or PostgreSQL told more than is applied here yet.
            throw new ChatException(ErrorCode.Unavailable);
        }
        return Answer(OpeningState.Recovered) with
        {
            Events = Render(rows),
            HasMore = sinceRev + rows.Count < State.Row.HeadRev,
        };
    }

    public async Task<PlanetFrame?> Gap(long rev)
    {
        await ReadyAsync();
        if (State.Row.HeadRev - rev is < 0 or > Opening.MaxEvents)
        {
            return null;
        }
        await ReadForReplayAsync(rev);
        if (State.Row.HeadRev - rev > Opening.MaxEvents || !CanRender(rev))
        {
            return null;
        }
        var missed = Render(State.Events.After(rev, Opening.MaxEvents));
        _countsDue = true;
        StartReceiptTimer();
        return new PlanetFrame(Id, State.Row.Epoch, rev, missed, []);
    }

    private ErrorCode? RefusalOf(Snowflake userId) =>
        State.Member(userId)?.Status switch
        {
            MemberStatus.Active => null,
            MemberStatus.Banned => ErrorCode.Banned,
            _ => ErrorCode.NotMember,
        };

    private bool IsReplayable(Snowflake userId, long sinceRev, int limit) =>
        sinceRev <= State.Row.HeadRev
        && State.Row.HeadRev - sinceRev <= limit
        && State.Member(userId) is { Status: MemberStatus.Active } member
        && sinceRev >= member.JoinedRev;

    private Opening Answer(OpeningState state) =>
        new(Id, state, State.Row.HeadRev, State.Row.HeadSeq, Counts: NewestCounts()) { Tick = _tick };

    private Snapshot SnapshotFor(Snowflake userId)
    {
        var me = State.RequireMember(userId);
        var first = Math.Max(State.Messages.First, State.Row.HeadSeq - Opening.SnapshotMessages + 1);
        var newest = first > State.Row.HeadSeq ? [] : View(KeptRange(first, State.Row.HeadSeq), userId);
        var cursor = State.Cursors.Cursor(userId) ?? me.JoinedSeq;
        return new Snapshot(PlanetView.Of(State.Row), new OwnMembership(me.Role, cursor), newest);
    }

    private async Task<ImmutableArray<Message>> RangeAsync(Snowflake userId, long first, long last)
    {
        if (first >= State.Messages.First)
        {
            return View(KeptRange(first, last), userId);
        }
        var stored = await messages.RangeAsync(Id, first, last);
        return View([.. stored.Select(Newest)], userId);
    }

    // What memory holds is newer than what was read: reply counts are written behind.
    private StoredMessage Newest(StoredMessage read) => State.Messages.TryGet(read.Seq, out var kept) ? kept : read;

    private void RequireSent(long seq)
    {
        if (seq < 1 || seq > State.Row.HeadSeq)
        {
            throw new ChatException(ErrorCode.NotFound);
        }
    }

    private StoredMessage[] KeptRange(long first, long last)
    {
        var range = new StoredMessage[last - first + 1];
        for (var i = 0; i < range.Length; i++)
        {
            State.Messages.TryGet(first + i, out var message);
            range[i] = message!;
        }
        return range;
    }

    private ImmutableArray<MessageCount> NewestCounts()
    {
        var first = Math.Max(State.Messages.First, State.Row.HeadSeq - Opening.CountedMessages + 1);
        return first > State.Row.HeadSeq ? [] : [.. CountsOf(KeptRange(first, State.Row.HeadSeq))];
    }

    private MessageCount[] CountsOf(IReadOnlyList<StoredMessage> range) =>
        State.Cursors.Counts(range[0].Seq, [.. range.Select(message => message.SenderId)]);

    private ImmutableArray<Message> View(IReadOnlyList<StoredMessage> range, Snowflake? viewer)
    {
        var counts = CountsOf(range);
        return [.. range.Select((message, i) => PlanetView.Of(Id, message, counts[i], viewer))];
    }

    private Member View(StoredMember member) => PlanetView.Of(member, State.Cursors.Cursor(member.UserId));

    // Replays: the rows of the events, and the messages that they speak of.

    private async Task ReadForReplayAsync(long sinceRev)
    {
        if (sinceRev + 1 < State.Events.First)
        {
            var reading = _readingEvents ??= ReadOlderEventsAsync();
            try
            {
                await reading;
            }
            finally
            {
                // Of several who wait, one may already have begun the next.
                if (_readingEvents == reading)
                {
                    _readingEvents = null;
                }
            }
        }
        await KeepMessagesOfAsync(State.Events.After(Math.Max(sinceRev, State.Events.First - 1), int.MaxValue));
    }

    private async Task ReadOlderEventsAsync()
    {
        var from = Math.Max(0, State.Row.HeadRev - Opening.MaxEvents);
        State.Events.Prepend(await events.AfterAsync(Id, from, Opening.MaxEvents));
    }

    private async Task<IReadOnlyList<EventRow>> EventsAfterAsync(long sinceRev, int limit) =>
        sinceRev + 1 >= State.Events.First
            ? State.Events.After(sinceRev, limit)
            : await events.AfterAsync(Id, sinceRev, limit);

    private async Task KeepMessagesOfAsync(IReadOnlyList<EventRow> rows)
    {
        var missing = rows.Where(row => row.Seq is { } seq && !State.Messages.TryGet(seq, out _))
            .Select(row => row.Seq!.Value)
            .Distinct()
            .ToList();
        await KeepOlderAsync(missing);
    }

    private async Task KeepOlderAsync(List<long> seqs)
    {
        if (seqs.Count == 0)
        {
            return;
        }
        // Replies are counted on from what is read here, so their counts must have been written.
        await counters.FlushAsync(Id);
        foreach (var message in await messages.BySeqsAsync(Id, seqs))
        {
            State.Messages.KeepOlder(message);
        }
    }

    private bool CanRender(long sinceRev) =>
        sinceRev + 1 >= State.Events.First && AreKept(State.Events.After(sinceRev, int.MaxValue));

    private bool AreKept(IEnumerable<EventRow> rows) =>
        rows.All(row => row.Seq is not { } seq || State.Messages.TryGet(seq, out _));

    private ImmutableArray<PlanetEvent> Render(IReadOnlyList<EventRow> rows) =>
        [.. rows.Select(row => PlanetView.Of(State, row))];
}
