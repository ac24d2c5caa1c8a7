using System.Collections.Immutable;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Users;
using Orleans;
using Orleans.Runtime;

namespace Connecto.Planets;

/// <content>What web nodes are told: events as they commit, counters merged over <see cref="_receiptsEvery"/>.</content>
internal sealed partial class PlanetGrain : ICounterSink
{
    /// <summary>Moves of one merge; beyond that counts of the newest messages say it shorter.</summary>
    internal const int MaxMoves = 500;

    private static readonly TimeSpan _receiptsEvery = TimeSpan.FromMilliseconds(200);
    private static TimeSpan NotYet => Timeout.InfiniteTimeSpan;

    private readonly Dictionary<string, NodeLink> _nodes = [];
    private readonly Dictionary<Snowflake, List<ReceiptMove>> _moves = [];

    /// <summary>Users of <see cref="_moves"/> whose own grain knows their newest cursor already.</summary>
    private readonly HashSet<Snowflake> _told = [];
    private IGrainTimer? _receiptTimer;
    private bool _receiptTimerRuns;
    private bool _countsDue;
    private long _tick;

    public async Task<PlanetLease> Attach(string node, IPlanetObserver observer)
    {
        await ReadyAsync();
        if (!_nodes.ContainsKey(node))
        {
            _nodes[node] = new NodeLink(node, observer);
        }
        _presence!.Attach(node, time.GetUtcNow());
        DelayDeactivation(PlanetLease.Duration * 3);
        return new PlanetLease(Id, State.Row.Epoch, State.Row.HeadRev);
    }

    public Task Detach(string node)
    {
        _nodes.Remove(node);
        _presence?.Detach(node);
        return Task.CompletedTask;
    }

    /// <summary>Answered once the user's grain knows, so that whoever reads on elsewhere sees his own move.</summary>
    public async Task MarkRead(Snowflake userId, long seq)
    {
        await ReadyAsync(userId);
        var to = Math.Min(seq, State.Row.HeadSeq);
        if (State.Cursors.Move(userId, to, State.Row.HeadSeq) is { } from)
        {
            State.ReadTimes.Note(userId, to, time.GetUtcNow());
            CursorMoved(userId, from, to);
            _told.Add(userId);
            await TellUserAsync(userId, to);
        }
    }

    /// <summary>
    /// A cursor moved. The range told to readers leaves out the user's own messages: sending one moves the cursor to
    /// it at once, so only the last of a range can be his own.
    /// </summary>
    public void CursorMoved(Snowflake userId, long from, long to)
    {
        counters.Cursor(Id, userId, to);
        _told.Remove(userId);
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
        StartReceiptTimer();
    }

    public void ReplyCounted(long seq, int count) => counters.ReplyCount(Id, seq, count);

    private void Publish(PlanetDraft draft)
    {
        if (draft.ChangesCounts)
        {
            _countsDue = true;
            StartReceiptTimer();
        }
        if (_nodes.Count == 0)
        {
            return;
        }
        var told = draft.Events.Select(row => PlanetView.AsPosted(State, row, draft)).ToImmutableArray();
        var head = PlanetView.Head(State);
        foreach (var link in _nodes.Values)
        {
            link.Send(Id, State.Row.Epoch, told, head);
        }
    }

    private void StartReceiptTimer()
    {
        if (!_receiptTimerRuns)
        {
            _receiptTimerRuns = true;
            _receiptTimer!.Change(_receiptsEvery, Timeout.InfiniteTimeSpan);
        }
    }

    private Task FlushCountersAsync(CancellationToken cancellationToken)
    {
        _receiptTimerRuns = false;
        FlushCounters();
        return Task.CompletedTask;
    }

    private void FlushCounters()
    {
        var owed = _nodes.Values.Any(link => link.OwesCounts);
        if (_moves.Count == 0 && !_countsDue && !owed)
        {
            return;
        }
        foreach (var userId in _moves.Keys)
        {
            if (!_told.Contains(userId) && State.Cursors.Cursor(userId) is { } cursor)
            {
                _ = TellUserAsync(userId, cursor);
            }
        }
        // Neither of who hides nor of who has left meanwhile.
        var shown = _moves.Where(moved => State.ShownCursor(moved.Key) is not null);
        var ranges = shown.SelectMany(moved => moved.Value).ToImmutableArray();
        var tooMany = ranges.Length > MaxMoves;
        var moves = tooMany ? [] : ranges;
        var counts = tooMany || _countsDue || owed ? NewestCounts() : [];
        _moves.Clear();
        _told.Clear();
        _countsDue = false;
        if (moves.IsEmpty && counts.IsEmpty)
        {
            return;
        }
        var change = new CounterChange(++_tick, moves, counts);
        foreach (var link in _nodes.Values)
        {
            link.OwesCounts = false;
            link.Send(Id, State.Row.Epoch, change);
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

    // Nodes that stopped renewing are dropped; a planet that some node watches stays.
    private Task SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var node in _nodes.Keys.Where(node => _presence!.HasExpired(node, now)).ToList())
        {
            _nodes.Remove(node);
            _presence!.Detach(node);
        }
        if (_nodes.Count > 0)
        {
            DelayDeactivation(PlanetLease.Duration * 3);
        }
        return Task.CompletedTask;
    }
}
