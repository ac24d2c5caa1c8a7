using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A timer's tick as a turn. One object serves all ticks of its timer, which never overlap.</summary>
internal sealed class TimerTick(
    GrainTimer timer,
    Func<CancellationToken, Task> callback,
    GrainTimerCreationOptions options,
    CancellationToken stopped
) : Turn
{
    /// <inheritdoc />
    internal override bool Interleaves => options.Interleave;

    /// <inheritdoc />
    internal override bool KeepsAlive => options.KeepAlive;

    /// <inheritdoc />
    internal override bool IsOver(long now) => stopped.IsCancellationRequested;

    /// <inheritdoc />
    internal override Task? Start(object target)
    {
        timer.Begins();
        try
        {
            var task = callback(stopped);
            if (!task.IsCompleted)
                return task;
            Settle(task);
        }
        catch (Exception error)
        {
            Fail(error);
        }

        return null;
    }

    /// <inheritdoc />
    internal override void Settle(Task task)
    {
        if (task.IsFaulted)
            Log.TimerFailed(timer.Activation.Silo.Logger, task.Exception.InnerException!, timer.Activation);
        timer.Ends();
    }

    /// <inheritdoc />
    internal override void Fail(Exception error)
    {
        Log.TimerFailed(timer.Activation.Silo.Logger, error, timer.Activation);
        timer.Ends();
    }
}
