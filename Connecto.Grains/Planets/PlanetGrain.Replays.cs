using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>Where subscriptions start, and what was missed: rows of events, and the messages that they speak of.</content>
internal sealed partial class PlanetGrain
{
    /// <summary>How often messages are read for one answer that others' readings push out of memory again.</summary>
    private const int MaxReadings = 3;

    private Task? _readingEvents;

    public async Task<Opening> Open(Snowflake userId, long? sinceRev)
    {
        using var visit = Enter();
        try
        {
            await ReadyAsync();
            if (State.Member(userId) is not { HasAccess: true })
            {
                await WrittenAsync();
            }
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            return Opening.Denied(Id, refusal.Code);
        }
        if (sinceRev is { } since && IsReplayable(userId, since, Opening.MaxEvents))
        {
            await ReadForReplayAsync(since);
        }
        var ifNot = await RefusalAsync(userId);
        // From here on nothing waits, so that the answer and its tick are of one moment.
        if (State.Member(userId) is not { HasAccess: true } viewer)
        {
            return Opening.Denied(Id, ifNot);
        }
        if (!IsLarge)
        {
            FlushCounters();
        }
        if (sinceRev is { } rev && IsReplayable(userId, rev, Opening.MaxEvents) && CanRender(rev))
        {
            var replay = Render(State.Events.After(rev, Opening.MaxEvents), viewer);
            return Answer(OpeningState.Recovered, viewer) with { Events = replay };
        }
        return Answer(OpeningState.Snapshot, viewer) with { Snapshot = SnapshotFor(viewer) };
    }

    public async Task<Opening> OpenHead(Snowflake userId)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        var head = PlanetView.Head(State);
        return new Opening(Id, OpeningState.Snapshot, head.HeadRev, head.HeadSeq)
        {
            Last = head.LastFor(viewer.JoinedSeq),
            View = PlanetState.ViewOf(viewer),
        };
    }

    public async Task<Opening> Changes(Snowflake userId, long sinceRev, int limit)
    {
        using var visit = Enter();
        var viewer = await ReadyAsync(userId);
        if (sinceRev > State.Row.HeadRev || sinceRev < viewer.JoinedRev)
        {
            return AnswerAnew(viewer);
        }
        var lastDue = Math.Min(sinceRev + limit, State.Row.HeadRev);
        var rows = await EventsAfterAsync(sinceRev, limit);
        if (rows.Count(row => row.Rev <= lastDue) < lastDue - sinceRev)
        {
            // A hole, as where a month of events is gone: what is left of them would pass for all that happened.
            return AnswerAnew(State.RequireMember(userId));
        }
        for (var readings = 1; ; readings++)
        {
            await KeepMessagesOfAsync(rows);
            if (rows.Any(IsOfArchived))
            {
                return AnswerAnew(State.RequireMember(userId));
            }
            // PostgreSQL may tell of what is not applied here yet.
            rows = [.. rows.Where(row => row.Rev <= State.Row.HeadRev)];
            if (AreKept(rows))
            {
                break;
            }
            // Memory let some go to others' readings meanwhile, or PostgreSQL told more than is applied here yet.
            if (readings == MaxReadings)
            {
                throw new ChatException(ErrorCode.Unavailable);
            }
        }
        viewer = State.RequireMember(userId);
        return Answer(OpeningState.Recovered, viewer) with
        {
            Events = Render(rows, viewer),
            HasMore = sinceRev + rows.Count < State.Row.HeadRev,
        };
    }

    public async Task<PlanetFrame?> Gap(long rev)
    {
        using var visit = Enter();
        await ReadyAsync();
        if (State.Row.HeadRev < rev)
        {
            return null;
        }
        if (State.Row.HeadRev - rev <= Opening.MaxEvents)
        {
            await ReadForReplayAsync(rev);
        }
        _countsDue = true;
        StartReceiptTimer();
        return State.Row.HeadRev - rev <= Opening.MaxEvents && CanRender(rev)
            ? FrameFrom(rev, Render(State.Events.After(rev, Opening.MaxEvents), viewer: null))
            : FrameFrom(State.Row.HeadRev, []);
    }

    private PlanetFrame FrameFrom(long rev, ImmutableArray<PlanetEvent> events) =>
        new(Id, State.Row.Epoch, rev, events, []) { Head = PlanetView.Head(State) };

    public async Task<PlanetFrame> Counts()
    {
        using var visit = Enter();
        await ReadyAsync();
        if (!IsLarge)
        {
            // Moves that are waiting would count twice: their tick is told first.
            FlushCounters();
        }
        var counts = new CounterChange(_tick, [], NewestCounts());
        return new PlanetFrame(Id, State.Row.Epoch, State.Row.HeadRev, [], [counts]);
    }

    private bool IsReplayable(Snowflake userId, long sinceRev, int limit) =>
        sinceRev <= State.Row.HeadRev
        && State.Row.HeadRev - sinceRev <= limit
        && State.Member(userId) is { HasAccess: true } member
        && sinceRev >= member.JoinedRev;

    private Opening Answer(OpeningState state, StoredMember viewer) =>
        new(Id, state, State.Row.HeadRev, State.Row.HeadSeq, Counts: CountsFor(viewer))
        {
            Tick = _tick,
            View = PlanetState.ViewOf(viewer),
        };

    private Opening AnswerAnew(StoredMember viewer) =>
        Answer(OpeningState.Snapshot, viewer) with
        {
            Snapshot = SnapshotFor(viewer),
            HasMore = false,
        };

    private Snapshot SnapshotFor(StoredMember viewer)
    {
        var first = FirstOf(Opening.SnapshotMessages, State.Floor(viewer));
        var newest = first > State.Row.HeadSeq ? [] : View(KeptRange(first, State.Row.HeadSeq), viewer);
        var cursor = State.Cursors.Cursor(viewer.UserId) ?? viewer.JoinedSeq;
        return new Snapshot(PlanetView.Of(State.Row), new OwnMembership(viewer.Role, cursor), newest);
    }

    // The first of so many newest messages, of those in memory and after the floor.
    private long FirstOf(int newest, long floor) =>
        Math.Max(Math.Max(State.Messages.First, floor + 1), State.Row.HeadSeq - newest + 1);

    private ImmutableArray<MessageCount> NewestCounts(long floor = 0)
    {
        var first = FirstOf(Opening.CountedMessages, floor);
        return first > State.Row.HeadSeq ? [] : [.. CountsOf(KeptRange(first, State.Row.HeadSeq))];
    }

    // Who hides his receipts is told zeros: a view that he kept from before may hold others.
    private ImmutableArray<MessageCount>? CountsFor(StoredMember viewer)
    {
        var counts = NewestCounts(State.Floor(viewer));
        return viewer.Profile.HidesReceipts ? [.. counts.Select(count => new MessageCount(count.Seq, 0, 0))] : counts;
    }

    private async Task ReadForReplayAsync(long sinceRev)
    {
        if (sinceRev + 1 < State.Events.First && !State.Events.IsFull)
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
        var missing = rows.Where(row => row.Seq is { } seq && !IsOfArchived(row) && !State.Messages.TryGet(seq, out _))
            .Select(row => row.Seq!.Value)
            .Distinct()
            .ToList();
        if (missing.Count > 0)
        {
            KeepOlder(await OlderAsync(missing));
        }
    }

    private async Task<IReadOnlyList<StoredMessage>> OlderAsync(IReadOnlyCollection<long> seqs)
    {
        // Replies are counted on from what is read here, so their counts must have been written.
        await counters.FlushAsync(Id);
        return await messages.BySeqsAsync(Id, seqs);
    }

    private void KeepOlder(IReadOnlyList<StoredMessage> older)
    {
        foreach (var message in older)
        {
            State.Messages.KeepOlder(message);
        }
    }

    private bool CanRender(long sinceRev) =>
        sinceRev + 1 >= State.Events.First && AreKept(State.Events.After(sinceRev, int.MaxValue));

    private bool AreKept(IEnumerable<EventRow> rows) =>
        rows.All(row => row.Seq is not { } seq || (!IsOfArchived(row) && State.Messages.TryGet(seq, out _)));

    // Such an event cannot be told: what it speaks of is not there any more.
    private bool IsOfArchived(EventRow row) => row.Seq <= State.Row.FloorSeq;

    private ImmutableArray<PlanetEvent> Render(IReadOnlyList<EventRow> rows, StoredMember? viewer) =>
        [.. rows.Select(row => PlanetView.Of(State, row, viewer))];
}
