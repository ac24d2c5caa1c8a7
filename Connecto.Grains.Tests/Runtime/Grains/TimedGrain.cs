using Orleans;
using Orleans.Runtime;

namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class TimedGrain : Grain, ITimedGrain
{
    private IGrainTimer? _timer;
    private int _ticks;

    private Scene Scene => Scene.Named(this.GetPrimaryKeyString());

    public Task Start(TimeSpan due, TimeSpan period, bool interleave, bool fails)
    {
        var options = new GrainTimerCreationOptions(due, period) { Interleave = interleave, KeepAlive = true };
        _timer = this.RegisterGrainTimer(() => Tick(fails), options);
        return Task.CompletedTask;
    }

    public Task Change(TimeSpan due, TimeSpan period)
    {
        _timer!.Change(due, period);
        return Task.CompletedTask;
    }

    public Task Stop()
    {
        _timer!.Dispose();
        return Task.CompletedTask;
    }

    public async Task Hold()
    {
        Scene.Signal("hold began");
        await Scene.When("hold may end");
        Scene.Note("held");
    }

    public Task<string> TickOnce(string state)
    {
        var own = TaskScheduler.Current;
        var done = new TaskCompletionSource<string>();
        this.RegisterGrainTimer(
            async (text, cancellationToken) =>
            {
                await Task.Yield();
                done.SetResult(TaskScheduler.Current == own && !cancellationToken.IsCancellationRequested ? text : "");
            },
            state,
            new()
            {
                DueTime = TimeSpan.Zero,
                Period = Timeout.InfiniteTimeSpan,
                Interleave = true,
            }
        );
        return done.Task;
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Scene.Note("deactivated");
        return Task.CompletedTask;
    }

    private async Task Tick(bool fails)
    {
        Scene.Note("tick");
        await Task.Yield();
        Scene.Signal($"tick {++_ticks}");
        if (fails && _ticks >= 3)
            throw new InvalidOperationException("A tick fails.");
    }
}
