namespace Connecto.LocalRuntime;

/// <summary>
/// Runs whatever belongs to one activation, first come, first served, never two at once, on the thread pool: the
/// continuations of its awaits, and the pump that starts its turns. Everything starts on an empty execution context, so
/// that nothing of a caller leaks into a grain.
/// </summary>
internal sealed class ActivationScheduler(Activation owner) : TaskScheduler, IThreadPoolWorkItem
{
    // After so many pieces the thread goes to others that wait.
    private const int Quantum = 64;

    private static readonly Action<object?> PumpTurns = state => ((Activation)state!).Pump();

    [ThreadStatic]
    private static ActivationScheduler? _running;

    // A null stands for the pump.
    private readonly Queue<Task?> _work = new();
    private bool _hasThread;
    private bool _pumpIsComing;

    /// <summary>The activation whose code runs on this thread now.</summary>
    internal static Activation? CurrentActivation => _running?.Owner;

    /// <summary>Guards this queue and the activation's inbox and state.</summary>
    internal Lock Gate { get; } = new();

    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    private Activation Owner { get; } = owner;

    /// <summary>
    /// Makes the pump run, unless it is about to. Called under <see cref="Gate"/>; true when the caller must
    /// <see cref="Wake"/> after leaving it.
    /// </summary>
    internal bool QueuePump()
    {
        if (_pumpIsComing)
            return false;
        _pumpIsComing = true;
        return Enqueue(null);
    }

    /// <summary>Says, under <see cref="Gate"/>, that the pump found nothing more to start.</summary>
    internal void PumpIsIdle() => _pumpIsComing = false;

    /// <summary>
    /// Gives the queue a thread, in turn with all others: callers that keep a thread's own queue full would starve
    /// whoever waits in the common one.
    /// </summary>
    internal void Wake() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    /// <inheritdoc />
    void IThreadPoolWorkItem.Execute()
    {
        _running = this;
        try
        {
            for (var i = 0; i < Quantum; i++)
            {
                Task? task;
                lock (Gate)
                {
                    if (!_work.TryDequeue(out task))
                    {
                        _hasThread = false;
                        return;
                    }
                }

                if (task is null)
                    new Task(PumpTurns, Owner).RunSynchronously(this);
                else
                    TryExecuteTask(task);
            }
        }
        finally
        {
            _running = null;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        bool wake;
        lock (Gate)
            wake = Enqueue(task);
        if (wake)
            Wake();
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _running == this && TryExecuteTask(task);

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (Gate)
            return [.. _work.OfType<Task>()];
    }

    private bool Enqueue(Task? task)
    {
        _work.Enqueue(task);
        if (_hasThread)
            return false;
        return _hasThread = true;
    }
}
