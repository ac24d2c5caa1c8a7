using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <content>How an activation begins and ends.</content>
internal sealed partial class Activation
{
    private DeactivationReason? _reason;
    private CancellationTokenSource? _activating;
    private CancellationToken _hurry;
    private bool _wasValid;
    private bool _isEnding;
    private long _keepUntil;

    private bool MayEnd => _state == ActivationState.Deactivating && _underWayCount == 0 && !_isEnding;

    /// <inheritdoc />
    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        bool wake;
        CancellationTokenSource? activating;
        lock (_scheduler.Gate)
        {
            if (_state is ActivationState.Deactivating or ActivationState.Gone)
                return;
            _reason ??= deactivationReason;
            _hurry = cancellationToken;
            activating = _activating;
            // While the activation begins, its own last step notices the reason.
            if (_state == ActivationState.Activating)
                wake = false;
            else
            {
                _state = ActivationState.Deactivating;
                wake = _scheduler.QueuePump();
            }
        }

        Cancel(activating);
        if (wake)
            _scheduler.Wake();
    }

    /// <summary>See <see cref="Grain.DelayDeactivation"/>.</summary>
    internal void DelayDeactivation(TimeSpan time) =>
        _keepUntil =
            time == TimeSpan.MaxValue || time == Timeout.InfiniteTimeSpan ? long.MaxValue
            : time <= TimeSpan.Zero ? 0
            : Environment.TickCount64 + (long)time.TotalMilliseconds;

    /// <summary>Whether the idle collector may end it.</summary>
    internal bool IsIdle(long now, TimeSpan age) =>
        _state == ActivationState.Valid
        && !Class.KeepAlive
        && Load == 0
        && now >= Volatile.Read(ref _keepUntil)
        && now - _lastUse >= age.TotalMilliseconds;

    /// <summary>Ends it without its knowing, as the death of its silo does; its callers are told.</summary>
    internal void Kill()
    {
        Turn[] turns;
        lock (_scheduler.Gate)
        {
            if (_state == ActivationState.Gone)
                return;
            _state = ActivationState.Gone;
            turns = [.. AllTurns()];
            _waiting.Clear();
            _arrivals.Clear();
        }

        StopTimers();
        Forget();
        foreach (var turn in turns)
            turn.Fail(new SiloUnavailableException($"The silo {Silo.Name} became unavailable for {turn}."));
        _gone.TrySetResult();
    }

    private bool TakesLifecycleStep()
    {
        bool ends;
        lock (_scheduler.Gate)
        {
            if (_state == ActivationState.Created)
            {
                _state = ActivationState.Activating;
                ends = false;
            }
            else if (MayEnd)
            {
                _isEnding = ends = true;
            }
            else
            {
                return false;
            }

            _scheduler.PumpIsIdle();
        }

        _ = ends ? EndAsync() : BeginAsync();
        return true;
    }

    private async Task BeginAsync()
    {
        Exception? failure = null;
        using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
        Volatile.Write(ref _activating, timeout);
        try
        {
            _scope = Silo.Services.CreateAsyncScope();
            GrainInstance = Class.Construct(ActivationServices);
            await ((IGrainBase)GrainInstance).OnActivateAsync(timeout.Token).WaitAsync(timeout.Token);
        }
        catch (Exception error)
        {
            failure = error;
            Log.ActivationFailed(Silo.Logger, error, this);
        }

        bool wake;
        lock (_scheduler.Gate)
        {
            _activating = null;
            if (_state != ActivationState.Activating)
                return;
            if (failure is not null)
                _reason ??= new(DeactivationReasonCode.ActivationFailed, failure, "Failed to activate grain.");
            _wasValid = _reason is null;
            _state = _wasValid ? ActivationState.Valid : ActivationState.Deactivating;
            _lastUse = Environment.TickCount64;
            wake = _scheduler.QueuePump();
        }

        if (wake)
            _scheduler.Wake();
    }

    private async Task EndAsync()
    {
        StopTimers();
        if (_wasValid)
            await RunOnDeactivateAsync();

        Turn[] turns;
        lock (_scheduler.Gate)
        {
            if (_state == ActivationState.Gone)
                return;
            _state = ActivationState.Gone;
            turns = [.. AllTurns()];
            _waiting.Clear();
            _arrivals.Clear();
        }

        Forget();
        foreach (var turn in turns.OfType<Call>())
        {
            if (_reason!.Value.Exception is { } failure)
                turn.Fail(failure);
            else
                turn.Forward(Silo.Cluster);
        }

        await DisposeAsync();
        _gone.TrySetResult();
    }

    private async Task RunOnDeactivateAsync()
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(_hurry);
        timeout.CancelAfter(Silo.Collection.DeactivationTimeout);
        try
        {
            await ((IGrainBase)GrainInstance!)
                .OnDeactivateAsync(_reason!.Value, timeout.Token)
                .WaitAsync(timeout.Token);
        }
        catch (Exception error)
        {
            Log.DeactivationFailed(Silo.Logger, error, this);
        }
    }

    private static void Cancel(CancellationTokenSource? activating)
    {
        try
        {
            _ = activating?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The activation has just begun, and finds the reason to end by itself.
        }
    }

    private void Forget()
    {
        if (_pool is not null)
            _pool.Remove(this);
        else
            Silo.Cluster.Remove(this);
    }

    private async ValueTask DisposeAsync()
    {
        try
        {
            if (GrainInstance is IAsyncDisposable asynchronous)
                await asynchronous.DisposeAsync();
            else if (GrainInstance is IDisposable disposable)
                disposable.Dispose();
            if (_scope is { } scope)
                await scope.DisposeAsync();
        }
        catch (Exception error)
        {
            Log.DeactivationFailed(Silo.Logger, error, this);
        }
    }
}
