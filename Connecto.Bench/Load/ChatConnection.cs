using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Connecto.Bench.Load;

/// <summary>
/// A member's connection: subscribed to one planet, it sends messages that carry the time at which they were sent, and
/// counts answers and events. At most <c>window</c> of its sends are unanswered.
/// </summary>
internal sealed class ChatConnection : IAsyncDisposable
{
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("""{"type":6}""" + "\u001e");
    private static readonly string Filler = new('x', 64);

    private readonly LoadMeter _meter;
    private readonly string _planetId;
    private readonly string _name;
    private readonly long[] _sentAt;
    private readonly Stack<int> _free;
    private readonly Lock _gate = new();
    private readonly byte[] _record = new byte[512];
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HubSocket _hub = null!;
    private long _number;

    private ChatConnection(LoadMeter meter, string planetId, string name, int window)
    {
        (_meter, _planetId, _name) = (meter, planetId, name);
        _sentAt = new long[window];
        _free = new Stack<int>(Enumerable.Range(0, window));
    }

    /// <summary>While true, an answered send is followed by the next one.</summary>
    public bool Flooding { get; set; }

    /// <summary>Sends that wait for their answer.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _sentAt.Length - _free.Count;
            }
        }
    }

    /// <summary>Connects and subscribes.</summary>
    /// <param name="server">Its base address.</param>
    /// <param name="accessToken">Of a member of the planet.</param>
    /// <param name="planetId">The one planet.</param>
    /// <param name="name">Makes its client message ids unlike all others': 1 to 32 visible ASCII characters.</param>
    /// <param name="window">Most unanswered sends.</param>
    /// <param name="meter">What counts.</param>
    public static async Task<ChatConnection> OpenAsync(
        Uri server,
        string accessToken,
        string planetId,
        string name,
        int window,
        LoadMeter meter
    )
    {
        var connection = new ChatConnection(meter, planetId, name, window);
        connection._hub = await HubSocket.OpenAsync(server, accessToken, connection.Take);
        var subscribe =
            $$"""{"type":1,"invocationId":"s","target":"Subscribe","arguments":[[{"planetId":"{{planetId}}"}]]}"""
            + "\u001e";
        connection._hub.Write(Encoding.UTF8.GetBytes(subscribe));
        connection._hub.Flush();
        await Task.WhenAny(connection._subscribed.Task, connection._hub.Completion).WaitAsync(TimeSpan.FromSeconds(60));
        await (connection._subscribed.Task.IsCompleted ? connection._subscribed.Task : connection._hub.Completion);
        return connection;
    }

    /// <summary>Sends as many messages as the window still takes.</summary>
    public void Fill()
    {
        while (TryWrite()) { }
        _hub.Flush();
    }

    /// <summary>Sends one message; one that the window does not take is counted as failed.</summary>
    public void Send()
    {
        if (!TryWrite())
        {
            _meter.Failed("The window is full.");
        }

        _hub.Flush();
    }

    /// <summary>Tells the server that the client lives; it expects that every 30 s at least.</summary>
    public void KeepAlive()
    {
        _hub.Write(Ping);
        _hub.Flush();
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();

    private bool TryWrite()
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var slot))
            {
                return false;
            }

            _sentAt[slot] = Stopwatch.GetTimestamp();
            var number = ++_number;
            System.Text.Unicode.Utf8.TryWrite(
                _record,
                $"{{\"type\":1,\"invocationId\":\"{slot}\",\"target\":\"SendMessage\",\"arguments\":[{{\"planetId\":\"{_planetId}\",\"clientMessageId\":\"{_name}-{number}\",\"text\":\"ts={_sentAt[slot]};from={_name};n={number} {Filler}\"}}]}}\u001e",
                out var length
            );
            _hub.Write(_record.AsSpan(0, length));
            return true;
        }
    }

    private void Take(HubRecord record)
    {
        switch (record.Type)
        {
            case HubRecord.Completion when record.InvocationId.SequenceEqual("s"u8):
                TakeSubscription(record);
                break;
            case HubRecord.Completion:
                TakeAnswer(record);
                break;
            case HubRecord.Invocation when record.Target.SequenceEqual("events"u8):
                TakeEvents(record.Bytes);
                break;
            case HubRecord.Close:
                _meter.Failed(Encoding.UTF8.GetString(record.Bytes));
                break;
        }
    }

    private void TakeSubscription(HubRecord record)
    {
        if (record.Failed || record.Bytes.IndexOf("\"denied\""u8) >= 0)
        {
            _subscribed.SetException(new IOException($"Not subscribed: {Encoding.UTF8.GetString(record.Bytes)}"));
        }
        else
        {
            _subscribed.SetResult();
        }
    }

    private void TakeAnswer(HubRecord record)
    {
        if (!Utf8Parser.TryParse(record.InvocationId, out int slot, out _))
        {
            return;
        }

        if (record.Failed)
        {
            _meter.Failed(Encoding.UTF8.GetString(record.Bytes));
        }
        else
        {
            _meter.Acknowledged(Stopwatch.GetTimestamp() - _sentAt[slot]);
        }

        lock (_gate)
        {
            _free.Push(slot);
        }

        if (Flooding)
        {
            TryWrite();
        }
    }

    private void TakeEvents(ReadOnlySpan<byte> bytes)
    {
        var now = Stopwatch.GetTimestamp();
        int at;
        while ((at = bytes.IndexOf("ts="u8)) >= 0)
        {
            bytes = bytes[(at + 3)..];
            if (Utf8Parser.TryParse(bytes, out long sentAt, out _))
            {
                _meter.Delivered(now - sentAt);
            }
        }
    }
}
