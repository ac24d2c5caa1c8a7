using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>
/// An object that grains call. Its calls run one at a time in the order in which they were sent, on the thread pool, on
/// no grain's turn.
/// </summary>
internal sealed class ObserverObject(GrainId id, object target, LocalSilo? home) : ITarget, IThreadPoolWorkItem
{
    private readonly WeakReference _target = new(target);
    private readonly Lock _gate = new();
    private readonly Queue<Call> _calls = new();
    private Call? _current;
    private bool _hasThread;

    internal GrainId Id => id;

    /// <summary>Whether the object was collected, or the silo of its host is dead.</summary>
    internal bool IsGone => home is { IsDead: true } || !_target.IsAlive;

    /// <inheritdoc />
    public bool TryEnqueue(Call call)
    {
        if (IsGone)
        {
            call.Fail(new ClientNotAvailableException(id));
            return true;
        }

        lock (_gate)
        {
            _calls.Enqueue(call);
            if (_hasThread)
                return true;
            _hasThread = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return true;
    }

    /// <inheritdoc />
    void IThreadPoolWorkItem.Execute() => _ = RunAsync();

    internal void TimeOutCalls(long now)
    {
        Call[] calls;
        lock (_gate)
            calls = _current is null ? [.. _calls] : [_current, .. _calls];
        foreach (var call in calls)
            call.TimeOutIfDue(now);
    }

    private async Task RunAsync()
    {
        while (Take() is { } call)
        {
            if (_target.Target is not { } target)
                call.Fail(new ClientNotAvailableException(id));
            else if (call.IsOver(Environment.TickCount64))
                call.TimeOutIfDue(Environment.TickCount64);
            else if (call.Start(target) is { } task)
            {
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                call.Settle(task);
            }
        }
    }

    private Call? Take()
    {
        lock (_gate)
        {
            _hasThread = _calls.TryDequeue(out _current);
            return _current;
        }
    }
}
