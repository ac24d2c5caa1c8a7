using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// One connection to the hub. What comes is handed on in order on one thread, answers included, and nothing is kept.
/// Calls leave in the order in which they are made.
/// </summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    private const byte Separator = 0x1e;

    /// <summary>A call that is answered later than this counts as one that never is.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan _pingEvery = TimeSpan.FromSeconds(10);
    private static readonly byte[] _ping = [.. """{"type":6}"""u8, Separator];

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>();
    private readonly ConcurrentDictionary<string, Action<JsonElement?>> _calls = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Action<string, JsonElement> _onCall;
    private Task _running = Task.CompletedTask;
    private int _lastId;

    private ChatSocket(Action<string, JsonElement> onCall) => _onCall = onCall;

    /// <summary>Completes when the connection is over, however it ended.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="server">Its base address.</param>
    /// <param name="token">The user's access token.</param>
    /// <param name="onCall">Takes the server's calls, by name and argument, one after the other.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="IOException">The server cannot be reached now.</exception>
    public static async Task<ChatSocket> ConnectAsync(
        Uri server,
        string token,
        Action<string, JsonElement> onCall,
        CancellationToken cancellation
    )
    {
        var chat = new ChatSocket(onCall);
        try
        {
            var query = $"?v=1&access_token={Uri.EscapeDataString(token)}";
            var address = new Uri($"ws://{server.Authority}/hubs/chat{query}");
            await chat._socket.ConnectAsync(address, cancellation).WaitAsync(AnswerWithin, cancellation);
            byte[] handshake = [.. """{"protocol":"json","version":1}"""u8, Separator];
            await chat._socket.SendAsync(handshake, WebSocketMessageType.Text, true, cancellation);
        }
        catch (Exception failure) when (failure is WebSocketException or HttpRequestException or TimeoutException)
        {
            chat._socket.Dispose();
            throw new IOException(failure.Message, failure);
        }
        chat._running = Task.WhenAll(chat.ReadAsync(), chat.WriteAsync());
        return chat;
    }

    /// <summary>Calls the hub; <paramref name="read"/> takes the result before anything that came after it is handed on.</summary>
    /// <exception cref="IOException">The connection ended first.</exception>
    /// <exception cref="HubRefusedException">The hub refused.</exception>
    /// <exception cref="TimeoutException">No answer came within <see cref="AnswerWithin"/>.</exception>
    public Task<T> CallAsync<T>(string method, object argument, Func<JsonElement, T> read)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = record => Settle(answer, record, read);
        var call = new
        {
            type = 1,
            invocationId = id,
            target = method,
            arguments = new[] { argument },
        };
        _outgoing.Writer.TryWrite([.. JsonSerializer.SerializeToUtf8Bytes(call, WireJson.Options), Separator]);
        if (_ended.Task.IsCompleted)
        {
            FailCalls();
        }
        return answer.Task.WaitAsync(AnswerWithin);
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => _socket.Abort();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _stop.CancelAsync();
        await _running;
        _socket.Dispose();
        _stop.Dispose();
    }

    private static void Settle<T>(TaskCompletionSource<T> answer, JsonElement? record, Func<JsonElement, T> read)
    {
        if (record is not { } completion)
        {
            answer.TrySetException(new IOException("The connection ended before the answer came."));
        }
        else if (completion.TryGetProperty("error", out var error))
        {
            answer.TrySetException(new HubRefusedException(error.GetString()!));
        }
        else
        {
            answer.TrySetResult(read(completion.TryGetProperty("result", out var result) ? result : default));
        }
    }

    private async Task WriteAsync()
    {
        await Task.Yield();
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var beat = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                beat.CancelAfter(_pingEvery);
                var record = await NextAsync(beat.Token) ?? _ping;
                await _socket.SendAsync(record, WebSocketMessageType.Text, true, _stop.Token);
            }
        }
        catch (Exception failure) when (IsEnd(failure) || failure is InvalidOperationException)
        {
            // Cut between two writes, it is "not connected".
            _socket.Abort();
        }
    }

    private async ValueTask<byte[]?> NextAsync(CancellationToken beat)
    {
        try
        {
            return await _outgoing.Reader.ReadAsync(beat);
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task ReadAsync()
    {
        await Task.Yield();
        try
        {
            var buffer = new ArrayBufferWriter<byte>(16 * 1024);
            while (await _socket.ReceiveAsync(buffer, _stop.Token))
            {
                Take(buffer);
            }
        }
        catch (Exception failure) when (IsEnd(failure))
        {
            // However it broke, it is over.
        }
        finally
        {
            _ended.TrySetResult();
            FailCalls();
            await _stop.CancelAsync();
        }
    }

    private static bool IsEnd(Exception failure) =>
        failure is WebSocketException or OperationCanceledException or ObjectDisposedException or IOException;

    private void Take(ArrayBufferWriter<byte> buffer)
    {
        var start = 0;
        for (int length; (length = buffer.WrittenSpan[start..].IndexOf(Separator)) >= 0; start += length + 1)
        {
            Take(JsonElement.Parse(buffer.WrittenSpan.Slice(start, length)));
        }
        if (start > 0)
        {
            var rest = buffer.WrittenSpan[start..].ToArray();
            buffer.ResetWrittenCount();
            buffer.Write(rest);
        }
    }

    private void Take(JsonElement record)
    {
        // The answer to the handshake has no type.
        switch (record.TryGetProperty("type", out var type) ? type.GetInt32() : 0)
        {
            case 1:
                _onCall(record.GetProperty("target").GetString()!, record.GetProperty("arguments")[0]);
                break;
            case 3 when _calls.TryRemove(record.GetProperty("invocationId").GetString()!, out var settle):
                settle(record);
                break;
            case 7:
                throw new IOException("The server closed the connection.");
        }
    }

    private void FailCalls()
    {
        foreach (var id in _calls.Keys)
        {
            if (_calls.TryRemove(id, out var settle))
            {
                settle(null);
            }
        }
    }
}
