using System.Buffers;
using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Ids;

namespace Connecto.Web.Tests.Support;

/// <summary>
/// SignalR's JSON protocol over a raw WebSocket: it keeps everything that comes in order, can stop reading, and can
/// send what a well-behaved client would not.
/// </summary>
public sealed class HubClient : IAsyncDisposable
{
    /// <summary>How long anything is waited for before it is taken for lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private const byte Separator = 0x1e;

    private readonly HubClientOptions _options;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly TaskCompletionSource<HubEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly List<HubRecord> _records = [];
    private readonly Dictionary<string, List<JsonElement>> _events = [];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;
    private HubEnd? _closeMessage;
    private int _lastId;
    private int _pings;

    private HubClient(HubClientOptions options) => _options = options;

    /// <summary>Completes when the connection is over, and says how.</summary>
    public Task<HubEnd> Ended => _ended.Task.WaitAsync(Patience);

    /// <summary>Everything that came so far.</summary>
    public IReadOnlyList<HubRecord> Records
    {
        get
        {
            lock (_lock)
            {
                return [.. _records];
            }
        }
    }

    /// <summary>How many pings came so far.</summary>
    public int Pings => Volatile.Read(ref _pings);

    /// <summary>Connects, shakes hands and reads from then on, unless <paramref name="reads"/> is false.</summary>
    public static async Task<HubClient> ConnectAsync(
        Uri server,
        string token,
        string query = "",
        bool reads = true,
        HubClientOptions? options = null
    )
    {
        var client = new HubClient(options ?? new HubClientOptions());
        var address = new UriBuilder(server)
        {
            Scheme = server.Scheme == "https" ? "wss" : "ws",
            Path = "/hubs/chat",
            Query = $"access_token={Uri.EscapeDataString(token)}{query}",
        };
        client._socket.Options.CollectHttpResponseDetails = true;
        using var http = client._options.Connect(client._socket.Options);
        await client._socket.ConnectAsync(address.Uri, http, TestContext.Current.CancellationToken);
        await client.SendTextAsync("""{"protocol":"json","version":1}""");
        var buffer = new ArrayBufferWriter<byte>();
        while (!buffer.WrittenSpan.Contains(Separator))
        {
            Assert.True(await client._socket.ReceiveAsync(buffer, client._stop.Token), "The handshake has no answer.");
        }
        if (reads)
        {
            client.StartReading(buffer);
        }
        return client;
    }

    /// <summary>Reads again after a connect that did not.</summary>
    public void StartReading() => StartReading(new ArrayBufferWriter<byte>());

    /// <summary>Closes in the way of WebSockets, without a word of SignalR's.</summary>
    public Task CloseAsync() => _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);

    /// <summary>Calls the hub; the calls go out in the order in which this is called.</summary>
    public Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _lastId).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return InvokeRawAsync(
            id,
            $$"""{"type":1,"invocationId":"{{id}}","target":"{{method}}","arguments":{{JsonSerializer.Serialize(arguments, WireJson.Options)}}}"""
        );
    }

    /// <summary>Sends a call as it is written here; its <paramref name="id"/> stands in the text.</summary>
    public Task<JsonElement> InvokeRawAsync(string id, string text)
    {
        var answer = _calls.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        var sent = SendTextAsync(text);
        return AnswerAsync(sent, answer.Task);
    }

    /// <summary>One record, as it is.</summary>
    public async Task SendTextAsync(string text)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length) + 1];
        var length = Encoding.UTF8.GetBytes(text, bytes);
        bytes[length] = Separator;
        await _sending.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var record = bytes.AsMemory(0, length + 1);
            await _socket.SendAsync(record, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The calls of one of the client's methods that came so far, in order.</summary>
    public IReadOnlyList<JsonElement> Of(string target) =>
        [.. Records.Where(record => record.Target == target).Select(record => record.Argument)];

    /// <summary>Waits until the condition holds; it is asked again whenever something came.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            Task more;
            lock (_lock)
            {
                more = _more.Task;
            }
            if (condition())
            {
                return;
            }
            var next = await Task.WhenAny(more, _ended.Task).WaitAsync(Patience, TestContext.Current.CancellationToken);
            if (next == _ended.Task && !condition())
            {
                throw new InvalidOperationException($"The connection ended ({await _ended.Task}) before that came.");
            }
        }
    }

    /// <summary>The first call of a method that satisfies the condition.</summary>
    public async Task<JsonElement> NextAsync(string target, Func<JsonElement, bool>? condition = null)
    {
        JsonElement? next = null;
        await UntilAsync(() => (next = Of(target).Cast<JsonElement?>().FirstOrDefault(Fits)) is not null);
        return next!.Value;

        bool Fits(JsonElement? argument) => condition is null || condition(argument!.Value);
    }

    /// <summary>All events of a planet that came live, in the order in which they came.</summary>
    public IReadOnlyList<JsonElement> EventsOf(Snowflake planetId)
    {
        lock (_lock)
        {
            return [.. _events.GetValueOrDefault(planetId.ToString()) ?? []];
        }
    }

    /// <summary>Waits for so many events of a planet, and gives all that came.</summary>
    public async Task<IReadOnlyList<JsonElement>> EventsAsync(Snowflake planetId, int count)
    {
        await UntilAsync(() =>
        {
            lock (_lock)
            {
                return _events.TryGetValue(planetId.ToString(), out var events) && events.Count >= count;
            }
        });
        return EventsOf(planetId);
    }

    /// <summary>Breaks the connection without a word.</summary>
    public void Cut() => _socket.Abort();

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _stop.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _stop.Dispose();
    }

    private static async Task<JsonElement> AnswerAsync(Task sent, Task<JsonElement> answer)
    {
        await sent;
        return await answer.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private void StartReading(ArrayBufferWriter<byte> rest) => _reading = Task.WhenAll(ReadAsync(rest), PingAsync());

    // A server hears from its clients now and then, or takes them for gone.
    private async Task PingAsync()
    {
        using var timer = new PeriodicTimer(_options.PingsEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await SendTextAsync("""{"type":6}""");
            }
        }
        catch (Exception failure)
            when (failure is WebSocketException or OperationCanceledException or InvalidOperationException)
        {
            // It is over.
        }
    }

    private async Task ReadAsync(ArrayBufferWriter<byte> buffer)
    {
        try
        {
            // The rest of the handshake's message is not empty where more came with it.
            var handshake = buffer.WrittenSpan.IndexOf(Separator);
            Keep(buffer, handshake + 1);
            while (true)
            {
                Take(buffer);
                if (!await _socket.ReceiveAsync(buffer, _stop.Token))
                {
                    break;
                }
            }
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException)
        {
            // However it broke, it is over.
        }
        _ended.TrySetResult(_closeMessage ?? new HubEnd(IsCut: true, AllowsReconnect: false, Error: null));
        foreach (var call in _calls.Values)
        {
            call.TrySetException(new IOException("The connection ended before the answer came."));
        }
    }

    private void Take(ArrayBufferWriter<byte> buffer)
    {
        var start = 0;
        for (int length; (length = buffer.WrittenSpan[start..].IndexOf(Separator)) >= 0; start += length + 1)
        {
            Take(JsonElement.Parse(buffer.WrittenSpan.Slice(start, length)));
        }
        Keep(buffer, start);
    }

    private static void Keep(ArrayBufferWriter<byte> buffer, int from)
    {
        if (from > 0)
        {
            var rest = buffer.WrittenSpan[from..].ToArray();
            buffer.ResetWrittenCount();
            buffer.Write(rest);
        }
    }

    private void Take(JsonElement record)
    {
        switch (record.GetProperty("type").GetInt32())
        {
            case 1:
                Add(new HubRecord(record.GetProperty("target").GetString(), null, record));
                break;
            case 3:
                var id = record.GetProperty("invocationId").GetString()!;
                Add(new HubRecord(null, id, record));
                Settle(id, record);
                break;
            case 6:
                Interlocked.Increment(ref _pings);
                Wake();
                break;
            case 7:
                var allows = record.TryGetProperty("allowReconnect", out var allow) && allow.GetBoolean();
                var error = record.TryGetProperty("error", out var text) ? text.GetString() : null;
                _closeMessage = new HubEnd(IsCut: false, allows, error);
                break;
        }
    }

    private void Settle(string id, JsonElement record)
    {
        var call = _calls.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        if (record.TryGetProperty("error", out var error))
        {
            call.TrySetException(new HubRefusedException(error.GetString()!));
        }
        else
        {
            call.TrySetResult(record.TryGetProperty("result", out var result) ? result : default);
        }
    }

    private void Add(HubRecord record)
    {
        lock (_lock)
        {
            _records.Add(record);
            if (record.Target == "events")
            {
                var planetId = record.Argument.GetProperty("planetId").GetString()!;
                ref var events = ref CollectionsMarshal.GetValueRefOrAddDefault(_events, planetId, out _);
                (events ??= []).AddRange(record.Argument.GetProperty("events").EnumerateArray());
            }
        }
        Wake();
    }

    private void Wake()
    {
        TaskCompletionSource more;
        lock (_lock)
        {
            more = _more;
            _more = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        more.TrySetResult();
    }
}
