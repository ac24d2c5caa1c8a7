using System.Diagnostics.CodeAnalysis;

namespace Connecto.Web.SignalR;

/// <summary>
/// What waits to be written to one connection, in order and bounded. Whoever gives it a message never waits;
/// <see cref="MergedWrites"/> flushes it, and one that the socket does not take at once goes on when there is room.
/// What overflows closes the outbox for good; its client comes back and resumes. Safe for use by several threads.
/// </summary>
/// <param name="transport">Where it is written to.</param>
/// <param name="writes">Who flushes it.</param>
/// <param name="slot">Spreads outboxes over those who flush.</param>
/// <param name="maxMessages">Messages that may wait.</param>
/// <param name="maxBytes">Bytes that may wait, beside the one chunk that is being written.</param>
internal sealed class Outbox(HubTransport transport, MergedWrites writes, int slot, int maxMessages, int maxBytes)
{
    /// <summary>Most bytes of one write that are put together of several messages.</summary>
    internal const int ChunkBytes = 64 * 1024;

    private readonly Lock _lock = new();
    private OutgoingMessage? _first;
    private Queue<Waiting>? _rest;
    private ReadOnlyMemory<byte> _tail;
    private int _waitingBytes;
    private State _state;
    private volatile bool _closed;
    private long _writtenAt;

    private enum State : byte
    {
        Idle,
        Due,
        Writing,
        HeldUp,
    }

    // A message, or the mark of somebody who waits for all before it.
    private readonly record struct Waiting(OutgoingMessage? Message, TaskCompletionSource? Mark, bool Counts);

    public int Slot => slot;

    /// <summary>When something was last written, or began to be, by the clock of <see cref="MergedWrites"/>.</summary>
    public long WrittenAt => Volatile.Read(ref _writtenAt);

    /// <summary>Whether nothing is taken any more, be there a last message or not.</summary>
    public bool IsClosed => _closed;

    /// <summary>Whether the socket has not taken what was written to it.</summary>
    public bool IsHeldUp
    {
        get
        {
            lock (_lock)
            {
                return _state == State.HeldUp && !_closed;
            }
        }
    }

    /// <summary>False where this message was the one too many: nothing is sent from then on.</summary>
    /// <param name="message">The message.</param>
    /// <param name="counts">Whether it counts towards the bound in bytes; what does not is bounded by its sender.</param>
    public bool Send(OutgoingMessage message, bool counts = true)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return true;
            }
            if (!Fits(message, counts))
            {
                CloseUnderLock();
                return false;
            }
            Enqueue(new Waiting(message, null, counts));
            if (_state != State.Idle)
            {
                return true;
            }
            _state = State.Due;
        }
        writes.Add(this);
        return true;
    }

    /// <summary>Completes once all that was sent so far has been written, or the outbox is closed.</summary>
    public Task WrittenAsync()
    {
        lock (_lock)
        {
            if (_closed || _state == State.Idle)
            {
                return Task.CompletedTask;
            }
            var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Enqueue(new Waiting(null, mark, false));
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

    /// <summary>Drops what waits, sends the last messages and takes nothing more; null where it was closed already.</summary>
    /// <returns>Completes when they have been written.</returns>
    public Task? CloseWith(params ReadOnlySpan<OutgoingMessage> last)
    {
        var mark = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_closed)
            {
                return null;
            }
            CloseUnderLock();
            foreach (var message in last)
            {
                Enqueue(new Waiting(message, null, false));
            }
            Enqueue(new Waiting(null, mark, false));
            if (_state != State.Idle)
            {
                return mark.Task;
            }
            _state = State.Due;
        }
        writes.Add(this);
        return mark.Task;
    }

    /// <summary>Writes what waits, as far as the socket takes it without waiting.</summary>
    /// <param name="buffer">Of <see cref="ChunkBytes"/>, where messages are put together.</param>
    /// <param name="now">The time.</param>
    public void Flush(byte[] buffer, long now)
    {
        Volatile.Write(ref _writtenAt, now);
        while (Take(buffer, out var bytes, out var marks))
        {
            var write = WriteAsync(bytes);
            if (!write.IsCompletedSuccessfully)
            {
                lock (_lock)
                {
                    _state = State.HeldUp;
                }
                _ = ContinueAsync(write, marks);
                return;
            }
            Complete(marks);
        }
    }

    private bool Fits(OutgoingMessage message, bool counts) =>
        (_rest?.Count ?? 0) < maxMessages && (!counts || _waitingBytes + message.Length <= maxBytes);

    private void Enqueue(Waiting waiting)
    {
        _waitingBytes += waiting.Counts ? waiting.Message!.Length : 0;
        // Most of the time only one waits, and that needs no queue.
        if (_first is null && _rest is null && waiting is { Message: { } message, Counts: true })
        {
            _first = message;
            return;
        }
        (_rest ??= new Queue<Waiting>()).Enqueue(waiting);
    }

    /// <summary>The next chunk, and who waits for what comes before its end; false where nothing waits any more.</summary>
    private bool Take(byte[] buffer, out ReadOnlyMemory<byte> bytes, out List<TaskCompletionSource>? marks)
    {
        (bytes, marks) = (default, null);
        lock (_lock)
        {
            if (!_tail.IsEmpty)
            {
                bytes = TakeOf(_tail);
                return true;
            }
            var length = 0;
            while (TryPeek(out var next))
            {
                if (next.Message is not { } message)
                {
                    (marks ??= []).Add(next.Mark!);
                    Dequeue();
                    continue;
                }
                var own = transport.BytesOf(message);
                if (length == 0 && (own.Length > buffer.Length || IsOnly))
                {
                    Dequeue();
                    bytes = TakeOf(own);
                    break;
                }
                if (length + own.Length > buffer.Length)
                {
                    break;
                }
                own.CopyTo(buffer.AsMemory(length));
                length += own.Length;
                Dequeue();
            }
            if (length > 0)
            {
                bytes = buffer.AsMemory(0, length);
            }
            if (bytes.IsEmpty && marks is null)
            {
                // A burst is over: an idle connection keeps no queue.
                _rest = null;
                _state = State.Idle;
                return false;
            }
            _state = State.Writing;
            return true;
        }
    }

    // A long message goes in pieces, so that one can tell whether its reader gets on.
    private ReadOnlyMemory<byte> TakeOf(ReadOnlyMemory<byte> message)
    {
        var taken = Math.Min(ChunkBytes, message.Length);
        _tail = message[taken..];
        return message[..taken];
    }

    private bool IsOnly => _first is null ? _rest?.Count == 1 : _rest is null or { Count: 0 };

    private bool TryPeek(out Waiting next)
    {
        if (_first is not null)
        {
            next = new Waiting(_first, null, true);
            return true;
        }
        next = default;
        return _rest is not null && _rest.TryPeek(out next);
    }

    private void Dequeue()
    {
        if (_first is not null)
        {
            _waitingBytes -= _first.Length;
            _first = null;
        }
        else
        {
            var gone = _rest!.Dequeue();
            _waitingBytes -= gone.Counts ? gone.Message!.Length : 0;
        }
    }

    // What has been begun is finished, for a message cannot follow half of another.
    private void CloseUnderLock()
    {
        _closed = true;
        foreach (var waiting in _rest ?? [])
        {
            waiting.Mark?.TrySetResult();
        }
        (_first, _rest, _waitingBytes) = (null, null, 0);
    }

    [SuppressMessage("Design", "CA1031", Justification = "However a socket breaks, whoever reads from it finds out.")]
    private ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? default : transport.WriteAsync(bytes);
        }
        catch (Exception)
        {
            return default;
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "However a socket breaks, whoever reads from it finds out.")]
    private async Task ContinueAsync(ValueTask write, List<TaskCompletionSource>? marks)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            Close();
        }
        Complete(marks);
        lock (_lock)
        {
            _state = State.Due;
        }
        writes.Add(this);
    }

    private static void Complete(List<TaskCompletionSource>? marks) => marks?.ForEach(mark => mark.TrySetResult());
}
