using Orleans.Configuration;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <content>
/// The turn rules. Turns start in the order of their arrival; an ordinary one waits while another ordinary one is under
/// way, unless the class is reentrant; an interleaving one never waits. <c>_waiting</c> holds ordinary turns that are all
/// older than <c>_arrivals</c>, so that neither queue is ever searched.
/// </content>
internal sealed partial class Activation
{
    // After so many turns the pump lets the continuations of those under way run.
    private const int TurnsAtOnce = 64;

    private readonly Queue<Turn> _arrivals = new();
    private readonly Queue<Turn> _waiting = new();
    private Turn? _blocking;
    private Turn? _underWay;
    private int _underWayCount;
    private long _lastUse = Environment.TickCount64;

    private int Load => _underWayCount + _waiting.Count + _arrivals.Count;

    /// <summary>
    /// How many calls wait or run. Exact at that moment: a busy worker that is taken for an idle one keeps a call waiting
    /// that another would serve.
    /// </summary>
    internal int CurrentLoad
    {
        get
        {
            lock (_scheduler.Gate)
                return Load;
        }
    }

    /// <inheritdoc />
    public bool TryEnqueue(Call call)
    {
        var limit = Silo.InboxLimit(Class);
        int load;
        bool wake;
        lock (_scheduler.Gate)
        {
            if (_state == ActivationState.Gone)
                return false;
            load = Load;
            wake = (limit <= 0 || load <= limit) && Arrive(call);
        }

        if (limit > 0 && load > limit)
            call.Fail(
                new LimitExceededException(nameof(SiloMessagingOptions.MaxEnqueuedRequestsHardLimit), load, limit, this)
            );
        else if (wake)
            _scheduler.Wake();
        return true;
    }

    /// <summary>Queues a timer's tick; false when the activation is ending.</summary>
    internal bool TryEnqueue(TimerTick tick)
    {
        bool wake;
        lock (_scheduler.Gate)
        {
            if (_state is ActivationState.Deactivating or ActivationState.Gone)
                return false;
            wake = Arrive(tick);
        }

        if (wake)
            _scheduler.Wake();
        return true;
    }

    /// <summary>Starts what may start. Runs as a task of the scheduler.</summary>
    internal void Pump()
    {
        if (TakesLifecycleStep())
            return;
        Turn? ended = null;
        for (var i = 0; i < TurnsAtOnce; i++)
        {
            if (TakeNext(ended) is not { } turn)
                return;
            var task = turn.Start(GrainInstance!);
            ended = task is null ? turn : null;
            if (task is not null)
                _ = EndAsync(turn, task);
        }

        lock (_scheduler.Gate)
        {
            if (ended is not null)
                Leave(ended);
            _scheduler.PumpIsIdle();
            _scheduler.QueuePump();
        }
    }

    /// <summary>Breaks the calls whose time has passed. Called from the sweeper's thread.</summary>
    internal void TimeOutCalls(long now)
    {
        if (Load == 0)
            return;
        List<Call> calls;
        lock (_scheduler.Gate)
            calls = [.. AllTurns().OfType<Call>().Where(call => call.IsOver(now))];
        foreach (var call in calls)
            call.TimeOutIfDue(now);
    }

    private bool Arrive(Turn turn)
    {
        _arrivals.Enqueue(turn);
        return _scheduler.QueuePump();
    }

    private Turn? TakeNext(Turn? ended)
    {
        var now = Environment.TickCount64;
        List<Turn>? over = null;
        var next = TakeNext(ended, now, ref over);
        // Taken out of the queue they are out of the sweeper's sight, so their callers must be told here.
        foreach (var call in over?.OfType<Call>() ?? [])
            call.TimeOutIfDue(now);
        return next;
    }

    private Turn? TakeNext(Turn? ended, long now, ref List<Turn>? over)
    {
        lock (_scheduler.Gate)
        {
            if (ended is not null)
                Leave(ended);
            while (_state == ActivationState.Valid)
            {
                Turn? turn;
                if (_blocking is not null && !Class.Reentrant || !_waiting.TryDequeue(out turn))
                {
                    if (!_arrivals.TryDequeue(out turn))
                        break;
                    if (_blocking is not null && !Class.Reentrant && !turn.Interleaves)
                    {
                        _waiting.Enqueue(turn);
                        continue;
                    }
                }

                if (turn.IsOver(now))
                {
                    (over ??= []).Add(turn);
                    continue;
                }

                Enter(turn);
                return turn;
            }

            _scheduler.PumpIsIdle();
            if (MayEnd)
                _scheduler.QueuePump();
            return null;
        }
    }

    private async Task EndAsync(Turn turn, Task task)
    {
        await task.ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing
        );
        turn.Settle(task);
        var wake = false;
        lock (_scheduler.Gate)
        {
            Leave(turn);
            if (_waiting.Count > 0 || MayEnd)
                wake = _scheduler.QueuePump();
        }

        if (wake)
            _scheduler.Wake();
    }

    private void Enter(Turn turn)
    {
        turn.After = _underWay;
        _underWay?.Before = turn;
        _underWay = turn;
        _underWayCount++;
        if (!turn.Interleaves)
            _blocking ??= turn;
    }

    private void Leave(Turn turn)
    {
        turn.Before?.After = turn.After;
        turn.After?.Before = turn.Before;
        if (_underWay == turn)
            _underWay = turn.After;
        turn.Before = turn.After = null;
        _underWayCount--;
        if (_blocking == turn)
            _blocking = null;
        if (turn.KeepsAlive)
            _lastUse = Environment.TickCount64;
    }

    private IEnumerable<Turn> AllTurns()
    {
        for (var turn = _underWay; turn is not null; turn = turn.After)
            yield return turn;
        foreach (var turn in _waiting)
            yield return turn;
        foreach (var turn in _arrivals)
            yield return turn;
    }
}
