using Microsoft.AspNetCore.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// What waits to be written to one connection, in order and bounded. <see cref="Send"/> never waits: while nothing is
/// pending and the connection takes it at once a message is written by the caller, otherwise one drain at a time
/// follows. What overflows closes the outbox for good; its client comes back and resumes.
/// </summary>
internal sealed class Outbox(HubConnectionContext connection, int maxMessages, int maxBytes)
{
    private readonly Lock _lock = new();
    private Queue<Waiting>? _waiting;
    private int _waitingBytes;
    private bool _draining;
    private bool _closed;

    // A message, or the mark of somebody who waits for all before it.
    private readonly record struct Waiting(OutgoingMessage? Message, TaskCompletionSource? Mark);

    /// <summary>False where this message was the one too many: nothing is sent from then on.</summary>
    public bool Send(OutgoingMessage message)
    {
        ValueTask write;
        lock (_lock)
        {
            if (_closed)
            {
                return true;
            }
            if (_draining)
            {
                return Queue(message);
            }
            write = connection.WriteAsync(message.Serialized);
            if (write.IsCompletedSuccessfully)
            {
                return true;
            }
            _draining = true;
        }
        _ = DrainAsync(write);
        return true;
    }

    /// <summary>Sends the message where nothing waits; drops it otherwise.</summary>
    public void Offer(OutgoingMessage message)
    {
        lock (_lock)
        {
            if (_draining)
            {
                return;
            }
        }
        // What others send meanwhile only makes it wait behind them.
        Send(message);
    }

    /// <summary>
    /// Completes once all that was sent so far has been written, or the outbox is closed. Answers of calls are written
    /// past the outbox: one that must not overtake what waits is given after this.
    /// </summary>
    public Task WrittenAsync()
    {
        lock (_lock)
        {
            if (_closed || !_draining)
            {
                return Task.CompletedTask;
            }
            var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (_waiting ??= new Queue<Waiting>()).Enqueue(new Waiting(null, mark));
            return mark.Task;
        }
    }

    /// <summary>Drops what waits and takes nothing more.</summary>
    public void Close()
    {
        lock (_lock)
        {
            CloseUnderLock();
        }
    }

    private void CloseUnderLock()
    {
        _closed = true;
        foreach (var waiting in _waiting ?? [])
        {
            waiting.Mark?.TrySetResult();
        }
        _waiting = null;
        _waitingBytes = 0;
    }

    private bool Queue(OutgoingMessage message)
    {
        _waiting ??= new Queue<Waiting>();
        if (_waiting.Count >= maxMessages || _waitingBytes + message.Length > maxBytes)
        {
            CloseUnderLock();
            return false;
        }
        _waiting.Enqueue(new Waiting(message, null));
        _waitingBytes += message.Length;
        return true;
    }

    private async Task DrainAsync(ValueTask write)
    {
        while (true)
        {
            await write;
            if (TakeNext() is not { } next)
            {
                return;
            }
            write = connection.WriteAsync(next.Serialized);
        }
    }

    private OutgoingMessage? TakeNext()
    {
        lock (_lock)
        {
            while (_waiting is not null && _waiting.TryDequeue(out var next))
            {
                next.Mark?.TrySetResult();
                if (next.Message is { } message)
                {
                    _waitingBytes -= message.Length;
                    return message;
                }
            }
            // A burst is over: an idle connection keeps no queue.
            _waiting = null;
            _draining = false;
            return null;
        }
    }
}
