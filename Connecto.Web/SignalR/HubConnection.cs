using System.Text.Json;
using Connecto.Errors;

namespace Connecto.Web.SignalR;

/// <summary>
/// One client from its handshake to its end. What it is told, answers among it, passes through one outbox. Safe for use
/// by several threads.
/// </summary>
internal abstract partial class HubConnection
{
    /// <summary>How long a goodbye may take before the connection is broken off.</summary>
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(500);

    private readonly HubTransport _transport;
    private readonly HubServer _server;
    private readonly Outbox _outbox;
    private readonly DateTimeOffset _expiresAt;
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _farewells = new();
    private Task _goodbye = Task.CompletedTask;

    /// <param name="transport">The way to the client.</param>
    /// <param name="server">What it shares with the others.</param>
    /// <param name="expiresAt">When its token does, at which it is closed for its client to come back with a new one.</param>
    protected HubConnection(HubTransport transport, HubServer server, DateTimeOffset expiresAt)
    {
        (_transport, _server, _expiresAt) = (transport, server, expiresAt);
        _outbox = new Outbox(transport, server.Writes, Slot, server.Options.OutboxMessages, server.Options.OutboxBytes);
        _heardAt = server.Time.GetTimestamp();
    }

    /// <summary>Spreads connections evenly where only some are served at a time.</summary>
    public int Slot { get; } = Random.Shared.Next(int.MaxValue);

    /// <summary>Whether the client does not take what was written to it.</summary>
    public bool IsHeldUp => _outbox.IsHeldUp;

    /// <summary>Gives the connection a message, or closes it for its client to come back where it takes no more.</summary>
    public void Send(OutgoingMessage message) => Send(message, counts: true);

    /// <summary>Gives the connection a message that it may go without: it is dropped where the client takes nothing.</summary>
    public void Offer(OutgoingMessage message)
    {
        if (!IsHeldUp)
        {
            Send(message);
        }
    }

    /// <summary>Ends the connection for good: SignalR's clients do not come back from this by themselves.</summary>
    public void End() => SayGoodbye(HubRecords.Closing(allowReconnect: false), HubRecords.Over);

    /// <summary>
    /// Closes the connection in a way after which SignalR's clients reconnect by themselves. A client that does not
    /// read would never see a close message, so its transport is cut (<paramref name="atOnce"/>).
    /// </summary>
    public void CloseForReconnect(bool atOnce)
    {
        if (!atOnce || _transport.Polls)
        {
            SayGoodbye(HubRecords.Closing(allowReconnect: true), HubRecords.Over);
            return;
        }
        _outbox.Close();
        // Not under the locks of whoever found it out.
        ThreadPool.UnsafeQueueUserWorkItem(static transport => transport.Cut(), _transport, preferLocal: false);
    }

    /// <summary>Serves the client until it leaves or is closed. Called once.</summary>
    public async Task RunAsync()
    {
        var isServed = false;
        _server.Watch.Add(this);
        try
        {
            using var reader = new RecordReader(_transport, _server.Options.MaxCallBytes);
            try
            {
                if (await ShakeHandsAsync(reader))
                {
                    isServed = true;
                    await OnConnectedAsync();
                    Hear();
                    _comesIn = false;
                    await ServeAsync(reader);
                }
            }
            catch (InvalidDataException wrong)
            {
                var last = _shaken
                    ? HubRecords.Closing(allowReconnect: false, wrong.Message)
                    : HubRecords.NotShaken(wrong.Message);
                SayGoodbye(last, HubRecords.Over);
                // What stays unread would break the connection off before its client has read why.
                await reader.SkipRestAsync();
            }
        }
        catch (Exception failure)
            when (failure is IOException or OperationCanceledException or System.Net.WebSockets.WebSocketException)
        {
            // The client is gone, or was cut.
        }
        finally
        {
            _server.Watch.Remove(this);
            await LeaveAsync(isServed);
        }
    }

    /// <summary>Looks after the connection; called now and then.</summary>
    public void Check(long now, DateTimeOffset clock)
    {
        var (options, time) = (_server.Options, _server.Time);
        // Asked first: when the client is read again it counts as heard. One whose requests come and go sends no pings,
        // and the framework ends it where they do not come any more.
        var isExcused = _room is not null || _comesIn || (_shaken && _transport.KeepsItselfAlive);
        var silence = time.GetElapsedTime(Volatile.Read(ref _heardAt), now);
        if (silence > (_shaken ? options.SilentFor : options.HandshakeWithin) && !isExcused)
        {
            CloseForReconnect(atOnce: true);
            return;
        }
        if (clock >= _expiresAt)
        {
            CloseForReconnect(atOnce: false);
            return;
        }
        var quiet = time.GetElapsedTime(_outbox.WrittenAt, now);
        if (quiet > options.StallAfter && IsHeldUp)
        {
            WebMetrics.Stalled();
            CloseForReconnect(atOnce: true);
        }
        else if (quiet >= options.PingAfter && _shaken && !_transport.KeepsItselfAlive)
        {
            Offer(HubRecords.Ping);
        }
        if (!IsHeldUp)
        {
            OnFree();
        }
    }

    /// <summary>A frame that answers the client's own, to be written among the others; a close is the last.</summary>
    public void Answer(ReadOnlyMemory<byte> controlFrame)
    {
        var message = OutgoingMessage.Control(controlFrame.Span);
        if (message.IsClose)
        {
            SayGoodbye(message);
        }
        else
        {
            Send(message);
        }
    }

    /// <summary>The client has shaken hands; its calls are served after this.</summary>
    protected abstract Task OnConnectedAsync();

    /// <summary>It is over.</summary>
    protected abstract void OnDisconnected();

    /// <summary>Makes good what was left out while the client took nothing; called now and then while it does.</summary>
    protected abstract void OnFree();

    /// <summary>Serves a call; the argument must not be held beyond the method's first wait.</summary>
    /// <param name="target">The method's name, whatever it is.</param>
    /// <param name="argument">Undefined where there is none.</param>
    /// <param name="isAnswered">Whether the client wants an answer.</param>
    protected abstract ValueTask<object?> InvokeAsync(string target, JsonElement argument, bool isAnswered);

    /// <summary>A call has been answered, or would have been; with what code where it was refused or failed.</summary>
    protected abstract void OnCalled(string target, TimeSpan took, ErrorCode? code);

    private void Send(OutgoingMessage message, bool counts)
    {
        if (!_outbox.Send(message, counts))
        {
            WebMetrics.OutboxOverflowed();
            CloseForReconnect(atOnce: true);
        }
    }

    private void SayGoodbye(params ReadOnlySpan<OutgoingMessage> last)
    {
        lock (_farewells)
        {
            if (_outbox.CloseWith(last) is { } written)
            {
                _goodbye = SayGoodbyeAsync(written);
            }
        }
    }

    private async Task SayGoodbyeAsync(Task written)
    {
        try
        {
            // A client that does not read holds up the close message, and with it the end of its connection.
            await written.WaitAsync(_farewell);
            _transport.StopReading();
            await _over.Task.WaitAsync(_farewell);
        }
        catch (TimeoutException)
        {
            _transport.Cut();
        }
    }

    private async Task LeaveAsync(bool wasServed)
    {
        // Also to who leaves by himself: it comes after what has been begun, and not into the midst of it.
        SayGoodbye(HubRecords.Over);
        if (wasServed)
        {
            OnDisconnected();
        }
        _over.SetResult();
        await _goodbye;
    }
}
