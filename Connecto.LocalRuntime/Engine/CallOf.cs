using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>A call with the type of its answer; <see cref="Nothing"/> where there is none.</summary>
internal sealed class Call<T> : Call
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource? _cancellation;

    internal Call(GrainReference to, GrainMethod method, object?[] args, TimeSpan timeout)
        : base(to, method, args, Environment.TickCount64 + (long)timeout.TotalMilliseconds)
    {
        Timeout = timeout;
        if (method.TokenIndex < 0)
            return;

        // The callee's token also follows a time-out; the caller hears of a cancellation at once, as over a network.
        var token = (CancellationToken)args[method.TokenIndex]!;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
        args[method.TokenIndex] = _cancellation.Token;
        _cancellation.Token.UnsafeRegister(
            static (state, token) => ((Call<T>)state!)._answer.TrySetCanceled(token),
            this
        );
    }

    /// <summary>The caller's side.</summary>
    internal Task<T> Answer => _answer.Task;

    /// <inheritdoc />
    protected override bool IsAnswered => _answer.Task.IsCompleted;

    /// <inheritdoc />
    protected override TimeSpan Timeout { get; }

    /// <inheritdoc />
    internal override void Settle(Task task)
    {
        if (task.IsFaulted)
            Fail(task.Exception.InnerExceptions[0]);
        else if (task.IsCanceled)
            _answer.TrySetCanceled();
        else
            _answer.TrySetResult(task is Task<T> result ? result.Result : default!);
        _cancellation?.Dispose();
    }

    /// <inheritdoc />
    internal override void Fail(Exception error)
    {
        if (Method.OneWay)
            Log.OneWayCallFailed(To.Owner.Logger, error, this);
        else
            _answer.TrySetException(error);
    }

    /// <inheritdoc />
    protected override void TimeOut(TimeoutException error)
    {
        if (!_answer.TrySetException(error))
            return;
        Log.CallTimedOut(To.Owner.Logger, this, Timeout);
        try
        {
            _ = _cancellation?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It ended in the same moment, and there is nothing left to cancel.
        }
    }
}
