using System.Buffers;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Web.Errors;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Connecto.Web.SignalR;

/// <content>
/// What the client sends. Calls begin in the order in which they came, and each runs up to its first wait before the
/// next one begins; only so many are under way at once, and the rest waits unread in the socket.
/// </content>
internal abstract partial class HubConnection
{
    private readonly Lock _calls = new();
    private volatile TaskCompletionSource? _room;
    private int _underWay;
    private long _heardAt;
    private volatile bool _shaken;

    // Its calls are not read yet, however long that takes where thousands come at once.
    private volatile bool _comesIn;

    /// <summary>Calls that have begun and are not answered yet.</summary>
    public int CallsUnderWay
    {
        get
        {
            lock (_calls)
            {
                return _underWay;
            }
        }
    }

    private async Task<bool> ShakeHandsAsync(RecordReader reader)
    {
        while (!TryShakeHands(reader))
        {
            if (!await reader.ReadAsync())
            {
                return false;
            }
        }
        return true;
    }

    // Whether there was a handshake; one that is not good throws.
    private bool TryShakeHands(RecordReader reader)
    {
        if (!reader.TryTake(out var record))
        {
            return false;
        }
        if (ErrorOf([.. record, RecordReader.Separator]) is { } error)
        {
            throw new InvalidDataException(error);
        }
        Hear();
        Send(HubRecords.Shaken);
        // Pings may come from here on, and not before the answer.
        (_comesIn, _shaken) = (true, true);
        return true;
    }

    private static string? ErrorOf(byte[] handshake)
    {
        var bytes = new ReadOnlySequence<byte>(handshake);
        try
        {
            return !HandshakeProtocol.TryParseRequestMessage(ref bytes, out var request) ? "This is no handshake."
                : request.Protocol != "json" ? $"The protocol '{request.Protocol}' is not supported."
                : request.Version is < 1 or > 2 ? $"Version {request.Version} of the protocol is not supported."
                : null;
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or InvalidOperationException)
        {
            // No JSON, no whole number, or text that is not Unicode.
            return "This is no handshake.";
        }
    }

    private async Task ServeAsync(RecordReader reader)
    {
        while (true)
        {
            if (_outbox.IsClosed)
            {
                // Who has been told goodbye calls nothing any more.
                await reader.SkipRestAsync();
                return;
            }
            while (!_outbox.IsClosed && reader.TryTake(out var record))
            {
                var call = HubCall.Read(record);
                switch (call.Kind)
                {
                    case HubCall.RecordKind.Garbage:
                        throw new InvalidDataException("A record is a JSON object with a whole number as its type.");
                    case HubCall.RecordKind.Close:
                        return;
                    case HubCall.RecordKind.Call:
                        Begin(call);
                        break;
                }
                await RoomAsync();
            }
            if (!await reader.ReadAsync())
            {
                return;
            }
            Hear();
        }
    }

    private void Hear() => Volatile.Write(ref _heardAt, _server.Time.GetTimestamp());

    private Task RoomAsync()
    {
        lock (_calls)
        {
            if (_underWay < _server.Options.ParallelCalls)
            {
                return Task.CompletedTask;
            }
            _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    private void Begin(HubCall call)
    {
        lock (_calls)
        {
            _underWay++;
        }
        var began = _server.Time.GetTimestamp();
        ValueTask<object?> answer;
        try
        {
            answer = call.Refusal is { } reason
                ? throw new ChatException(ErrorCode.Invalid, reason)
                : InvokeAsync(call.Target, call.Argument, call.InvocationId is not null);
        }
        catch (Exception failure)
        {
            answer = ValueTask.FromException<object?>(failure);
        }
        // Without the argument: a call that waits must not hold on to a record.
        _ = AnswerAsync(call.InvocationId, call.Target, began, answer);
    }

    private async Task AnswerAsync(string? invocationId, string target, long began, ValueTask<object?> answer)
    {
        ChatException? refusal = null;
        try
        {
            Answer(invocationId, await answer);
        }
        catch (Exception failure)
        {
            refusal = RefusalOf(target, failure);
            if (invocationId is not null)
            {
                Send(HubRecords.Refusal(invocationId, target, refusal));
            }
        }
        OnCalled(target, _server.Time.GetElapsedTime(began), refusal?.Code);
        EndCall();
    }

    private void Answer(string? invocationId, object? result)
    {
        if (invocationId is null)
        {
            return;
        }
        var message = HubRecords.Answer(invocationId, result);
        if (result is ILongAnswer answer)
        {
            Send(message, counts: false);
            answer.OnSent(_outbox.WrittenAsync());
        }
        else
        {
            Send(message);
        }
    }

    private void EndCall()
    {
        TaskCompletionSource? room;
        lock (_calls)
        {
            _underWay--;
            if (_room is not null)
            {
                Hear();
            }
            (room, _room) = (_room, null);
        }
        room?.SetResult();
    }

    // Every failure is one of the catalogue; what is nobody's refusal is `unavailable`, and logged.
    private ChatException RefusalOf(string target, Exception failure)
    {
        var refusal = Refusals.From(failure);
        if (refusal is null)
        {
            Log.CallFailed(_server.Logger, target, failure);
            return new ChatException(ErrorCode.Unavailable);
        }
        if (failure is not ChatException)
        {
            Log.CallUnavailable(_server.Logger, target, failure);
        }
        return refusal;
    }
}
