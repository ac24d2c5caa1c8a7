using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Bench.Load;

namespace Connecto.Bench.Clients;

/// <summary>
/// One connection to the hub. What comes is handed on in order, one at a time, answers included, and nothing is kept.
/// Calls leave in the order in which they are made. A server that says nothing for long is taken for gone.
/// </summary>
internal sealed class ChatSocket : IAsyncDisposable
{
    /// <summary>A call that is answered later than this by a server that lives counts as one that never is.</summary>
    public static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(30);

    private const byte Separator = 0x1e;

    private static readonly TimeSpan OpenWithin = TimeSpan.FromSeconds(8);

    // Longer than a server waits with a ping, and shorter than a call: one that was stopped is left before its calls fail.
    private static readonly TimeSpan SilentFor = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(2);
    private static readonly byte[] Ping = [.. """{"type":6}"""u8, Separator];
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly ConcurrentDictionary<string, Action<JsonElement?>> _calls = new();
    private readonly Action<string, JsonElement> _onCall;
    private HubSocket _hub = null!;
    private ITimer _beat = null!;
    private int _lastId;

    private ChatSocket(Action<string, JsonElement> onCall) => _onCall = onCall;

    /// <summary>Completes when the connection is over, however it ended.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

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
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(OpenWithin);
        try
        {
            chat._hub = await HubSocket.OpenAsync(server, token, chat.Take, cancellation: patience.Token);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new IOException(failure.Message, failure);
        }

        chat.Ended = chat.EndAsync();
        chat._beat = TimeProvider.System.CreateTimer(_ => chat.Speak(), null, Beat, Beat);
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
            type = HubRecord.Invocation,
            invocationId = id,
            target = method,
            arguments = new[] { argument },
        };
        _hub.Write([.. JsonSerializer.SerializeToUtf8Bytes(call, Json), Separator]);
        _hub.Flush();
        if (Ended.IsCompleted)
        {
            FailCalls();
        }

        return answer.Task.WaitAsync(AnswerWithin);
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => _hub.Cut();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _beat.DisposeAsync();
        await _hub.DisposeAsync();
        await Ended;
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

    private void Speak()
    {
        if (_hub.Silence > SilentFor)
        {
            Cut();
        }
        else
        {
            _hub.Write(Ping);
            _hub.Flush();
        }
    }

    // What broke it does not matter, unless it was what took the records.
    private async Task EndAsync()
    {
        try
        {
            await _hub.Completion;
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            // It is over.
        }
        finally
        {
            FailCalls();
        }
    }

    private void Take(HubRecord head)
    {
        switch (head.Type)
        {
            case HubRecord.Invocation:
                var call = JsonElement.Parse(head.Bytes);
                _onCall(call.Text("target"), call.GetProperty("arguments")[0]);
                break;
            case HubRecord.Completion:
                var answer = JsonElement.Parse(head.Bytes);
                if (_calls.TryRemove(answer.Text("invocationId"), out var settle))
                {
                    settle(answer);
                }

                break;
            case HubRecord.Close:
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
