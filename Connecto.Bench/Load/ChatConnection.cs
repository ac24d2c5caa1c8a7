using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Connecto.Bench.Load;

/// <summary>
/// A member's client: subscribed to one planet, it sends messages that carry the time at which they were sent, counts
/// answers, and follows every event. At most <c>window</c> of its sends are unanswered. It may connect again, and resumes.
/// </summary>
/// <param name="meter">What counts.</param>
/// <param name="planetId">The one planet.</param>
/// <param name="name">Makes its client message ids unlike all others': 1 to 32 visible ASCII characters.</param>
/// <param name="window">Most unanswered sends.</param>
/// <param name="padding">What its messages hold besides: at most 3,900 ASCII characters without quotes.</param>
internal sealed class ChatConnection(LoadMeter meter, string planetId, string name, int window, string padding)
    : IAsyncDisposable
{
    private static readonly byte[] Ping = Encoding.UTF8.GetBytes("""{"type":6}""" + "\u001e");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SeenPlanet _seen = new(planetId, meter);
    private readonly long[] _sentAt = new long[window];
    private readonly Stack<int> _free = new(Enumerable.Range(0, window));
    private readonly Lock _gate = new();
    private readonly byte[] _record = new byte[512 + padding.Length];
    private TaskCompletionSource<bool> _subscribed = NewSource();
    private HubSocket _hub = null!;
    private long _number;

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

    /// <summary>How many events of acknowledged sends it has yet to see.</summary>
    public long Missing => _seen.Missing;

    /// <summary>Whether its connection has ended.</summary>
    public bool Ended => _hub is null || _hub.Completion.IsCompleted;

    /// <summary>
    /// Connects, where its connection has ended, and subscribes, after the last event that it has seen if there is one.
    /// Sends that an earlier connection left unanswered are forgotten.
    /// </summary>
    /// <param name="server">Its base address.</param>
    /// <param name="accessToken">Of a member of the planet.</param>
    /// <param name="negotiates">Whether it asks for a connection first, as SignalR's clients do.</param>
    /// <returns>Whether it resumed; otherwise its view of the planet begins here.</returns>
    /// <exception cref="RefusedException">The server takes no connection now.</exception>
    /// <exception cref="UnavailableException">The planet cannot be subscribed to now; the connection stays.</exception>
    /// <exception cref="IOException">It ends the connection, or the subscription is denied.</exception>
    public async Task<bool> ConnectAsync(Uri server, string accessToken, bool negotiates = false)
    {
        if (Ended)
        {
            await ReopenAsync(server, accessToken, negotiates);
        }

        _subscribed = NewSource();
        Subscribe();
        await Task.WhenAny(_subscribed.Task, _hub.Completion).WaitAsync(Patience);
        if (!_subscribed.Task.IsCompleted)
        {
            await _hub.Completion;
            throw new EndOfStreamException("The server closed the connection before it was subscribed.");
        }

        return await _subscribed.Task;
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
            meter.Failed("The window is full.");
        }

        _hub.Flush();
    }

    /// <summary>Tells the server that the client lives, if it is connected; it expects that every 30 s at least.</summary>
    public void KeepAlive()
    {
        _hub?.Write(Ping);
        _hub?.Flush();
    }

    public ValueTask DisposeAsync() => _hub?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Subscribe()
    {
        _seen.Expect();
        var since = _seen.Rev < 0 ? "" : $",\"sinceRev\":{_seen.Rev}";
        var subscribe =
            $$"""{"type":1,"invocationId":"s","target":"Subscribe","arguments":[[{"planetId":"{{planetId}}"{{since}}}]]}"""
            + "\u001e";
        _hub.Write(Encoding.UTF8.GetBytes(subscribe));
        _hub.Flush();
    }

    private async Task ReopenAsync(Uri server, string accessToken, bool negotiates)
    {
        if (_hub is null)
        {
            meter.Order.Joined();
        }
        else
        {
            await _hub.DisposeAsync();
            ForgetSends();
        }

        _hub = await HubSocket.OpenAsync(server, accessToken, Take, negotiates);
    }

    private static TaskCompletionSource<bool> NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void ForgetSends()
    {
        lock (_gate)
        {
            _free.Clear();
            Enumerable.Range(0, _sentAt.Length).ToList().ForEach(_free.Push);
        }
    }

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
                $"{{\"type\":1,\"invocationId\":\"{slot}\",\"target\":\"SendMessage\",\"arguments\":[{{\"planetId\":\"{planetId}\",\"clientMessageId\":\"{name}-{number}\",\"text\":\"ts={_sentAt[slot]};from={name};n={number} {padding}\"}}]}}\u001e",
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
                _seen.Take(record.Bytes);
                break;
            case HubRecord.Invocation when record.Target.SequenceEqual("resubscribe"u8):
                meter.Order.AskedAgain();
                Subscribe();
                break;
            case HubRecord.Close:
                meter.Failed(Encoding.UTF8.GetString(record.Bytes));
                break;
        }
    }

    private void TakeSubscription(HubRecord record)
    {
        if (record.Failed || record.Bytes.IndexOf("\"denied\""u8) >= 0)
        {
            var reason = Encoding.UTF8.GetString(record.Bytes);
            var passing = record.Bytes.IndexOf("unavailable"u8) >= 0;
            _subscribed.TrySetException(passing ? new UnavailableException(reason) : new IOException(reason));
        }
        else
        {
            _subscribed.TrySetResult(_seen.Open(record.Bytes));
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
            meter.Failed(Encoding.UTF8.GetString(record.Bytes));
        }
        else
        {
            meter.Acknowledged(Stopwatch.GetTimestamp() - _sentAt[slot]);
            _seen.Acknowledged(record.Bytes, _sentAt[slot]);
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
}
