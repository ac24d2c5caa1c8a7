using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <content>The timers that live and end with an activation.</content>
internal sealed partial class Activation
{
    private HashSet<GrainTimer>? _timers;

    internal IGrainTimer StartTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        var timer = new GrainTimer(this, callback, options);
        lock (_scheduler.Gate)
            (_timers ??= []).Add(timer);
        timer.Change(options.DueTime, options.Period);
        return timer;
    }

    internal void Remove(GrainTimer timer)
    {
        lock (_scheduler.Gate)
        {
            _timers?.Remove(timer);
            if (_timers is { Count: 0 })
                _timers = null;
        }
    }

    private void StopTimers()
    {
        GrainTimer[] timers;
        lock (_scheduler.Gate)
        {
            timers = [.. _timers ?? []];
            _timers = null;
        }

        foreach (var timer in timers)
            timer.Dispose();
    }
}
