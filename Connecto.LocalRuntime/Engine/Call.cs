using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A call on its way to a grain or an observer.</summary>
internal abstract class Call(GrainReference to, GrainMethod method, object?[] args, long deadline) : Turn
{
    private const int MaxForwards = 2;
    private int _forwards;

    /// <summary>Whom it is for.</summary>
    internal GrainReference To { get; } = to;

    /// <inheritdoc />
    internal sealed override bool Interleaves => Method.AlwaysInterleave;

    /// <inheritdoc />
    internal sealed override bool KeepsAlive => true;

    /// <summary>What is called.</summary>
    protected GrainMethod Method { get; } = method;

    /// <summary>With what; handed over by reference, which is why what crosses must be immutable.</summary>
    protected object?[] Args { get; } = args;

    /// <inheritdoc />
    internal sealed override bool IsOver(long now) => now > deadline || IsAnswered;

    /// <inheritdoc />
    internal sealed override Task? Start(object target)
    {
        Task? task;
        try
        {
            task =
                Method.Invoke(target, Args) ?? throw new InvalidOperationException($"{Method.Name} returned no task.");
        }
        catch (Exception error)
        {
            Fail(error);
            return null;
        }

        if (!task.IsCompleted)
            return task;
        Settle(task);
        return null;
    }

    /// <summary>Breaks the call with a <see cref="TimeoutException"/> when its time has passed; it may still run.</summary>
    internal void TimeOutIfDue(long now)
    {
        if (now > deadline && !IsAnswered)
            TimeOut(new TimeoutException($"Response did not arrive on time in {Timeout} for {this}."));
    }

    /// <summary>Sends it on to another activation, a bounded number of times.</summary>
    internal void Forward(LocalCluster cluster)
    {
        if (++_forwards > MaxForwards)
            Fail(
                new OrleansMessageRejectionException($"Gave up on {this} after {MaxForwards} activations that ended.")
            );
        else
            cluster.Deliver(this);
    }

    /// <inheritdoc />
    public override string ToString() => $"{To.GrainId}.{Method.Name}";

    /// <summary>Whether the caller has its answer.</summary>
    protected abstract bool IsAnswered { get; }

    /// <summary>How long the caller waits.</summary>
    protected abstract TimeSpan Timeout { get; }

    /// <summary>Answers with the time-out and cancels the token that the method was given.</summary>
    protected abstract void TimeOut(TimeoutException error);
}
