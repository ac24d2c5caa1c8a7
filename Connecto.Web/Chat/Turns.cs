using Connecto.Errors;

namespace Connecto.Web.Chat;

/// <summary>
/// One at a time, in the order in which they came. A turn ends when it is passed on, not when a method returns: it may
/// be held until an answer has been written. Safe for use by several threads.
/// </summary>
internal sealed class Turns
{
    private readonly Lock _lock = new();
    private Queue<TaskCompletionSource>? _waiting;
    private bool _taken;
    private bool _closed;

    /// <summary>Completes when the turn is the caller's, at once where nobody has it.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Unavailable"/>: there are no more turns.</exception>
    public Task TakeAsync()
    {
        lock (_lock)
        {
            if (_closed)
            {
                return Task.FromException(NoMore());
            }
            if (!_taken)
            {
                _taken = true;
                return Task.CompletedTask;
            }
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting ??= new Queue<TaskCompletionSource>()).Enqueue(turn);
            return turn.Task;
        }
    }

    /// <summary>Ends the turn of who has it; it is the next one's.</summary>
    public void Pass()
    {
        lock (_lock)
        {
            if (_waiting is not null && _waiting.TryDequeue(out var next))
            {
                next.SetResult();
                return;
            }
            _waiting = null;
            _taken = false;
        }
    }

    /// <summary>Turns away who waits and whoever comes.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var waiting in _waiting ?? [])
            {
                waiting.SetException(NoMore());
            }
            _waiting = null;
        }
    }

    private static ChatException NoMore() => new(ErrorCode.Unavailable, "The connection is over.");
}
