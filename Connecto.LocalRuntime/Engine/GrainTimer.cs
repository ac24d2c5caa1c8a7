using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>Queues a tick when its time has come, and counts the period from the tick's end.</summary>
internal sealed class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Lock _gate = new();
    private TimeSpan _due;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    internal GrainTimer(
        Activation activation,
        Func<CancellationToken, Task> callback,
        GrainTimerCreationOptions options
    )
    {
        _activation = activation;
        var tick = new TimerTick(this, callback, options, _stopped.Token);
        _timer = activation.Silo.Time.CreateTimer(
            _ => Queue(tick),
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan
        );
    }

    internal Activation Activation => _activation;

    /// <inheritdoc />
    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            _due = dueTime;
            _period = period;
            _changed = true;
            if (!_ticking)
                Schedule(dueTime);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _timer.Dispose();
        // Callbacks of the token may fail or be slow, and this may be the activation's last step.
        _ = _stopped.CancelAsync();
        _activation.Remove(this);
    }

    /// <summary>The tick begins: changes from now on take effect at its end.</summary>
    internal void Begins()
    {
        lock (_gate)
            _changed = false;
    }

    internal void Ends()
    {
        lock (_gate)
        {
            _ticking = false;
            Schedule(_changed ? _due : _period);
        }
    }

    private static void Check(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, 0xfffffffe, name);
    }

    private void Queue(TimerTick tick)
    {
        lock (_gate)
        {
            if (_ticking)
                return;
            _ticking = true;
        }

        _activation.TryEnqueue(tick);
    }

    // A disposed timer refuses by its return value.
    private void Schedule(TimeSpan due) => _timer.Change(due, Timeout.InfiniteTimeSpan);
}
