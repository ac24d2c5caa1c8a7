using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>The queue of changes, and the one batch under way.</content>
internal sealed partial class PlanetGrain
{
    /// <summary>Changes that wait at most; more are refused with <c>unavailable</c>.</summary>
    internal const int MaxPending = 20_000;

    /// <summary>Changes of one batch at most.</summary>
    internal const int MaxBatch = 512;

    /// <summary>
    /// A planet in which several things happened at once is busy: what follows within this time shares its next batch,
    /// and with that one row, one frame and one packet for each reader. One who talks alone never waits for it.
    /// </summary>
    private static readonly TimeSpan _gatherFor = TimeSpan.FromMilliseconds(2);

    /// <summary>
    /// A change that waited longer than this for what it has to know is refused: its caller gives up soon, makes it again,
    /// and may do the opposite then.
    /// </summary>
    internal static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan _settleFirst = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _settleAtMost = TimeSpan.FromSeconds(1);

    private Dictionary<(Snowflake Sender, string Key), PendingSend> _sending = null!;
    private LinkedList<PendingChange> _pending = null!;
    private Task? _pump;
    private Task _writing = Task.CompletedTask;

    // While the outcome of a batch is unknown nothing can be numbered, and senders are told so at once.
    private bool _unsettled;

    /// <summary>A change in the name of a member.</summary>
    private async Task<long> ChangeAsync(Snowflake actorId, Func<PlanetDraft, long> change, long? needs = null)
    {
        var calledAt = time.GetTimestamp();
        using var visit = Enter();
        await ReadyAsync(actorId);
        return await ChangeAsync(change, needs, calledAt);
    }

    private async Task<long> ChangeAsync(Func<PlanetDraft, long> change, long? needs = null, long? calledAt = null)
    {
        var since = calledAt ?? time.GetTimestamp();
        using var visit = Enter();
        await ReadyAsync();
        if (time.GetElapsedTime(since) > FreshFor)
        {
            throw new ChatException(ErrorCode.Unavailable);
        }
        var pending = new PendingRev(change) { Needs = needs };
        Enqueue(pending);
        return await pending.Done;
    }

    private void Enqueue(PendingChange change)
    {
        if (_lost || _unsettled || _pending.Count >= MaxPending)
        {
            Fail(change, new ChatException(ErrorCode.Unavailable));
            return;
        }
        change.Since = time.GetTimestamp();
        _pending.AddLast(change);
        if (_pump is null or { IsCompleted: true })
        {
            _pump = PumpAsync();
        }
    }

    private async Task PumpAsync()
    {
        using var visit = Enter();
        List<PendingChange> taken = [];
        var isDrafted = false;
        try
        {
            while (_pending.Count > 0 && !_lost)
            {
                (taken, isDrafted) = ([], false);
                do
                {
                    await FloorMovedAsync();
                    await ReadNeededAsync();
                } while (!_moving.IsCompleted);
                isDrafted = true;
                var draft = DraftBatch(taken);
                if (draft.IsEmpty)
                {
                    await CompleteUnchangedAsync(taken);
                    continue;
                }
                var writing = WriteAsync(draft, taken);
                _writing = writing;
                if (!await writing)
                {
                    await SettleAsync(draft, taken);
                }
                if (taken.Count > 1 && _pending.Count < MaxBatch)
                {
                    await Task.Delay(_gatherFor);
                }
            }
        }
        catch (ChatException) when (!isDrafted)
        {
            // Older messages that are needed cannot be read soon: whoever waits behind them is told so.
        }
        catch (Exception failure)
        {
            Log.PumpFailed(logger, Id, failure);
            if (isDrafted)
            {
                // It broke around a write, so what is in memory may not be what is stored: the next activation reads it.
                FailAll(taken);
                GiveUp(State.Row.Epoch);
            }
        }
        if (_pending.Count > 0)
        {
            FailPending();
        }
    }

    // Whatever the next batch may need of older messages is read before it, so that nothing overtakes: first the
    // messages that it speaks of, then the roots of those that are replies.
    private async Task ReadNeededAsync()
    {
        await ReadMissingAsync(change => change.Needs);
        await ReadMissingAsync(change => RootOf(change.Needs));
    }

    private async ValueTask ReadMissingAsync(Func<PendingChange, long?> needs)
    {
        HashSet<long>? missing = null;
        var looked = 0;
        foreach (var change in _pending)
        {
            if (looked++ == MaxBatch)
            {
                break;
            }
            if (change.Needs is not null && needs(change) is { } seq && !IsKept(seq))
            {
                (missing ??= []).Add(seq);
            }
        }
        if (missing is not null)
        {
            KeepOlder(await SoonAsync(OlderAsync(missing)));
        }
    }

    private bool IsReady(PendingChange change) =>
        change.Needs is not { } seq || (IsKept(seq) && (RootOf(seq) is not { } root || IsKept(root)));

    private long? RootOf(long? seq) =>
        seq is { } kept && State.Messages.TryGet(kept, out var message) ? message.ReplyToSeq : null;

    private bool IsKept(long seq) =>
        seq <= State.Row.FloorSeq || seq > State.Row.HeadSeq || State.Messages.TryGet(seq, out _);

    private PlanetDraft DraftBatch(List<PendingChange> taken)
    {
        var draft = NewDraft();
        var looked = 0;
        while (taken.Count < MaxBatch && draft.Planet.DeletedAt is null && _pending.First is { } next)
        {
            var change = next.Value;
            // What the first one needs has been read as far as it exists; what came meanwhile, or is far behind, has not.
            if (looked++ > 0 && !IsReady(change))
            {
                break;
            }
            _pending.RemoveFirst();
            var events = draft.Events.Count;
            try
            {
                change.Draft(draft);
                taken.Add(change);
                continue;
            }
            catch (ChatException refusal) when (change is PendingSend send)
            {
                _ = RefuseSendAsync(send, refusal);
            }
            catch (ChatException refusal)
            {
                _ = RefuseAsync(change, refusal);
            }
            catch (Exception failure)
            {
                Fail(change, failure);
            }
            if (draft.Events.Count > events)
            {
                // It failed half-way, for want of an id: the others are drafted anew, without what it left.
                PutBack(taken);
                taken.Clear();
                draft = NewDraft();
            }
        }
        return draft;
    }

    // What is so already is no event, and nothing is written of it that could find another activation.
    private async Task CompleteUnchangedAsync(List<PendingChange> taken)
    {
        if (taken.Count == 0)
        {
            return;
        }
        try
        {
            await RequireStandingAsync();
        }
        catch (ChatException)
        {
            FailAll(taken);
            FailPending();
            return;
        }
        taken.ForEach(Complete);
    }

    private async Task RefuseAsync(PendingChange change, ChatException refusal)
    {
        try
        {
            await RequireStandingAsync();
        }
        catch (ChatException notNow)
        {
            refusal = notNow;
        }
        Fail(change, refusal);
    }

    private PlanetDraft NewDraft() => new(State, time.GetUtcNow(), ids.Next);

    private void PutBack(List<PendingChange> taken)
    {
        foreach (var change in Enumerable.Reverse(taken))
        {
            _pending.AddFirst(change);
        }
    }

    // Whether it is known what became of it.
    private async Task<bool> WriteAsync(PlanetDraft draft, List<PendingChange> taken)
    {
        switch (await OutcomeAsync(draft, taken))
        {
            case BatchOutcome.Committed:
                Commit(draft, taken);
                break;
            case BatchOutcome.Duplicates duplicates:
                AnswerDuplicates(duplicates.Keys, taken);
                break;
            case BatchOutcome.Fenced:
                FailAll(taken);
                GiveUp(State.Row.Epoch);
                break;
            case BatchOutcome.Failed failed:
                Log.BatchFailed(logger, Id, failed.Reason);
                FailAll(taken);
                break;
            case BatchOutcome.Unknown unknown:
                Log.BatchUnknown(logger, Id, unknown.Reason);
                _unsettled = true;
                return false;
        }
        return true;
    }

    // Whoever waits for a PostgreSQL that does not answer is told so soon. What became of the batch he finds out by a retry:
    // it goes on to its own end, and until then nothing can be numbered.
    private async Task<BatchOutcome> OutcomeAsync(PlanetDraft draft, List<PendingChange> taken)
    {
        var silent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var writing = writer.WriteAsync(draft.ToBatch(), silent);
        if (await Task.WhenAny(writing, silent.Task) == silent.Task)
        {
            _unsettled = true;
            FailAll(taken);
            taken.Clear();
            FailPending();
            await writing;
            _unsettled = false;
        }
        return await writing;
    }

    private void Commit(PlanetDraft draft, List<PendingChange> taken)
    {
        var headSeq = State.Row.HeadSeq;
        State.Apply(draft, this);
        _presence!.Stand(State.Row.Epoch, State.Row.HeadRev);
        taken.ForEach(Complete);
        Publish(draft);
        State.Messages.Trim();
        notifier.Tell(draft.Notifications);
        indexer.Wrote(Id, headSeq, State.Row.HeadSeq, draft.HasVersions);
        if (State.Row.DeletedAt is not null)
        {
            // Whoever calls from here on finds nothing.
            End();
        }
    }

    // The batch wrote nothing because some keys are there already: those are answered, the rest is numbered anew.
    private void AnswerDuplicates(IReadOnlyList<StoredKey> keys, List<PendingChange> taken)
    {
        var originals = keys.ToDictionary(key => (key.SenderId, key.ClientMessageId));
        foreach (var change in Enumerable.Reverse(taken))
        {
            if (change is PendingSend send && originals.TryGetValue(send.Key, out var original))
            {
                Answer(send, original);
            }
            else
            {
                _pending.AddFirst(change);
            }
        }
    }

    // Claiming the planet again waits for the old transaction and fences it; only then is what is there the truth.
    private async Task SettleAsync(PlanetDraft draft, List<PendingChange> taken)
    {
        for (var pause = _settleFirst; !_lost; pause = pause < _settleAtMost ? pause * 2 : pause)
        {
            try
            {
                var claiming = planets.ClaimAsync(Id);
                if (await Task.WhenAny(claiming, Task.Delay(storage.SilentAfter)) != claiming)
                {
                    // It is waited for all the same: nothing can be numbered before.
                    FailAll(taken);
                    taken.Clear();
                    FailPending();
                }
                var row = await claiming;
                _unsettled = false;
                Settle(row, draft, taken);
                return;
            }
            catch (Exception failure)
            {
                Log.SettleFailed(logger, Id, failure);
            }
            FailAll(taken);
            taken.Clear();
            FailPending();
            await Task.Delay(pause, time);
        }
        // The activation ends; its successor finds out what became of them when they are sent again.
        FailAll(taken);
    }

    private void Settle(StoredPlanet? row, PlanetDraft draft, List<PendingChange> taken)
    {
        if (row is null || row.Epoch != State.Row.Epoch + 1)
        {
            FailAll(taken);
            GiveUp(State.Row.Epoch);
            return;
        }
        var committed = row.HeadRev == draft.Row.HeadRev;
        if (committed)
        {
            Commit(draft, taken);
        }
        State.Reclaim(row.Epoch);
        _presence!.Stand(row.Epoch, State.Row.HeadRev);
        if (!committed)
        {
            PutBack(taken);
        }
    }

    private void FailPending()
    {
        var waiting = _pending;
        _pending = [];
        FailAll(waiting);
    }

    private void FailAll(IEnumerable<PendingChange> changes)
    {
        foreach (var change in changes)
        {
            Fail(change, new ChatException(ErrorCode.Unavailable));
        }
    }

    private void Complete(PendingChange change)
    {
        Forget(change);
        change.Complete();
        if (change is PendingSend send)
        {
            TakeRivals(send, refusal: null);
        }
    }

    private void Fail(PendingChange change, Exception reason)
    {
        Forget(change);
        change.Fail(reason);
        if (change is PendingSend send)
        {
            TakeRivals(send, (reason as ChatException)?.Code ?? ErrorCode.Unavailable);
        }
    }

    private void Forget(PendingChange change)
    {
        if (change is PendingSend send)
        {
            _sending.Remove(send.Key);
        }
    }
}
