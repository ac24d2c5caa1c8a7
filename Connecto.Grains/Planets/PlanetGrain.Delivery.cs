using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Users;
using Orleans;
using Orleans.Runtime;

namespace Connecto.Planets;

/// <content>
/// What web nodes are told: events as they commit, counters merged over <see cref="_receiptsEvery"/>, or, in a large
/// planet, as counts over <see cref="_countsEvery"/>.
/// </content>
internal sealed partial class PlanetGrain : ICounterSink, ICountsOwed
{
    /// <summary>Moves of one merge; beyond that counts of the newest messages say it shorter.</summary>
    internal const int MaxMoves = 500;

    /// <summary>In a planet of more active members nobody is told of moves, but of counts, at most once a second.</summary>
    internal const int MostMoving = 1000;

    private static readonly TimeSpan _receiptsEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _countsEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _usersEvery = TimeSpan.FromSeconds(1);
    private static TimeSpan NotYet => Timeout.InfiniteTimeSpan;

    private readonly List<NodeLink> _nodes = new(1);
    private Dictionary<Snowflake, List<ReceiptMove>> _moves = null!;

    /// <summary>Users whose cursor has moved and whose own grain does not know it yet.</summary>
    private HashSet<Snowflake> _untold = null!;
    private IGrainTimer? _receiptTimer;
    private bool _receiptTimerRuns;
    private bool _countsDue;
    private long _countersToldAt;
    private long _usersToldAt;
    private long _tick;

    private bool IsLarge => State.Row.MemberCount > MostMoving;

    public async Task<PlanetAttachment> Attach(string node, IPlanetObserver observer)
    {
        using var visit = Enter();
        await ReadyAsync();
        if (!_nodes.Exists(link => link.Node == node))
        {
            _nodes.Add(new NodeLink(node, observer, this, State.Row.HeadRev));
        }
        _presence!.Attach(node, time.GetUtcNow());
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        return new PlanetAttachment(new PlanetLease(Id, State.Row.Epoch, State.Row.HeadRev), active.Silo);
    }

    public Task Detach(string node)
    {
        if (_nodes.FindIndex(link => link.Node == node) is >= 0 and var place)
        {
            Drop(place);
        }
        return Task.CompletedTask;
    }

    /// <summary>Answered once the user's grain knows, so that whoever reads on elsewhere sees his own move.</summary>
    public async Task MarkRead(Snowflake userId, long seq)
    {
        using var visit = Enter();
        await ReadyAsync(userId);
        var to = Math.Min(seq, State.Row.HeadSeq);
        if (State.Cursors.Move(userId, to, State.Row.HeadSeq) is { } from)
        {
            State.ReadTimes.Note(userId, to, time.GetUtcNow());
            CursorMoved(userId, from, to);
            _untold.Remove(userId);
            await TellUserAsync(userId, to);
        }
    }

    public void CursorMoved(Snowflake userId, long from, long to)
    {
        WriteCursor(userId, to);
        _untold.Add(userId);
        if (IsLarge)
        {
            _countsDue |= State.ShownCursor(userId) is not null;
        }
        else
        {
            NoteMove(userId, from, to);
        }
        StartReceiptTimer();
    }

    public void ReplyCounted(long seq, int count) => counters.ReplyCount(Id, seq, count);

    private void WriteCursor(Snowflake userId, long seq) => _hasUnwritten |= !counters.Cursor(Id, userId, seq);

    // The range told to readers leaves out the user's own messages: sending one moves the cursor to it at once, so only
    // the last of a range can be his own.
    private void NoteMove(Snowflake userId, long from, long to)
    {
        var isOwn = State.Messages.TryGet(to, out var last) && last.SenderId == userId;
        var through = isOwn ? to - 1 : to;
        if (!_moves.TryGetValue(userId, out var ranges))
        {
            _moves[userId] = ranges = [];
        }
        if (ranges.Count > 0 && ranges[^1].To == from)
        {
            ranges[^1] = ranges[^1] with { To = through };
        }
        else if (through > from)
        {
            ranges.Add(new ReceiptMove(userId, from, through));
        }
    }

    private void Publish(PlanetDraft draft)
    {
        if (draft.ChangesCounts)
        {
            _countsDue = true;
            StartReceiptTimer();
            if (IsLarge)
            {
                // It may have become large just now; who opens it from here on is not given these moves.
                _moves.Clear();
            }
        }
        if (_nodes.Count == 0)
        {
            return;
        }
        var told = draft.Events.Select(row => PlanetView.AsPosted(State, row, draft)).ToImmutableArray();
        var head = PlanetView.Head(State);
        foreach (var link in _nodes)
        {
            link.Send(Id, State.Row.Epoch, told, head);
        }
    }

    private void StartReceiptTimer() => StartReceiptTimer(IsLarge ? _countsEvery : _receiptsEvery);

    // Once so much time has passed since the last telling, and never sooner than moves are merged.
    private void StartReceiptTimer(TimeSpan every)
    {
        if (_receiptTimerRuns)
        {
            return;
        }
        var rest = every - time.GetElapsedTime(_countersToldAt);
        _receiptTimer ??= this.RegisterGrainTimer(FlushCountersAsync, NotYet, Timeout.InfiniteTimeSpan);
        _receiptTimer.Change(rest > _receiptsEvery ? rest : _receiptsEvery, Timeout.InfiniteTimeSpan);
        _receiptTimerRuns = true;
    }

    /// <summary>A node has lost counters: it is told the numbers, again and again for as long as its lease lasts.</summary>
    public void OweCounts()
    {
        if (!_lost)
        {
            StartReceiptTimer(_countsEvery);
        }
    }

    private async Task FlushCountersAsync(CancellationToken cancellationToken)
    {
        _receiptTimerRuns = false;
        if (_lost || (_state is null && !_nodes.Exists(link => link.IsOwedCounts)))
        {
            return;
        }
        using var visit = Enter(isUse: false);
        try
        {
            await ReadyAsync();
        }
        catch (ChatException)
        {
            _countersToldAt = time.GetTimestamp();
            OweCounts();
            return;
        }
        FlushCounters();
    }

    private void FlushCounters()
    {
        var owed = _nodes.Exists(link => link.IsOwedCounts);
        if (_moves.Count == 0 && _untold.Count == 0 && !_countsDue && !owed)
        {
            return;
        }
        // Each is a call to another grain, often on another silo: who writes on and on is told once in a while.
        if (_untold.Count > 0 && time.GetElapsedTime(_usersToldAt) >= _usersEvery)
        {
            TellUsers();
        }
        // Neither of who hides nor of who has left meanwhile.
        var shown = _moves.Where(moved => State.ShownCursor(moved.Key) is not null);
        var ranges = shown.SelectMany(moved => moved.Value).ToImmutableArray();
        var tooMany = ranges.Length > MaxMoves;
        var moves = tooMany ? [] : ranges;
        var isForAll = tooMany || _countsDue;
        _moves.Clear();
        _countsDue = false;
        _countersToldAt = time.GetTimestamp();
        TellCounters(moves, isForAll, isForAll || owed ? NewestCounts() : []);
        if (_untold.Count > 0)
        {
            StartReceiptTimer();
        }
    }

    private void TellUsers()
    {
        foreach (var userId in _untold)
        {
            if (State.Cursors.Cursor(userId) is { } cursor)
            {
                _ = TellUserAsync(userId, cursor);
            }
        }
        _untold.Clear();
        _usersToldAt = time.GetTimestamp();
    }

    private void TellCounters(ImmutableArray<ReceiptMove> moves, bool countsForAll, ImmutableArray<MessageCount> counts)
    {
        if (moves.IsEmpty && counts.IsEmpty)
        {
            return;
        }
        var full = new CounterChange(++_tick, moves, counts);
        var others = countsForAll ? full : full with { Counts = [] };
        foreach (var link in _nodes)
        {
            var change = link.IsOwedCounts ? full : others;
            link.IsOwedCounts = false;
            if (!change.Moves.IsEmpty || !change.Counts.IsEmpty)
            {
                link.Send(Id, State.Row.Epoch, change);
            }
        }
    }

    private async Task TellUserAsync(Snowflake userId, long seq)
    {
        try
        {
            await GrainFactory.GetGrain<IUserGrain>(userId.Value).CursorMoved(Id, seq);
        }
        catch (Exception failure)
        {
            // The cursor itself is kept; another device of the user sees it at its next opening.
            Log.CursorNotTold(logger, Id, userId, failure);
        }
    }
}
