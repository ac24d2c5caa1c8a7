using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.SignalR;

namespace Connecto.Web.Chat;

/// <summary>One socket: whose it is, what it subscribes to and what waits to be written to it. Safe for use by several threads.</summary>
internal sealed class ChatConnection
{
    private static readonly TimeSpan _farewell = TimeSpan.FromMilliseconds(500);

    private readonly HubConnectionContext _hub;
    private readonly Outbox _outbox;
    private readonly ChatOptions _options;
    private readonly Lock _lock = new();
    private readonly Dictionary<Snowflake, Subscription> _subscriptions = [];
    private volatile bool _gone;
    private volatile ImmutableHashSet<Snowflake> _hidden = [];

    public ChatConnection(HubConnectionContext hub, Caller caller, ChatOptions options)
    {
        _hub = hub;
        _options = options;
        _outbox = new Outbox(hub, options.OutboxMessages, options.OutboxBytes);
        Caller = caller;
    }

    /// <summary>Spreads connections evenly where only some are served at a time.</summary>
    public int Slot { get; } = Random.Shared.Next(int.MaxValue);

    public Caller Caller { get; }

    /// <summary>Whom a block hides from the user, or him from them.</summary>
    public ImmutableHashSet<Snowflake> Hidden => _hidden;

    /// <summary>All its subscriptions, also those whose opening is under way.</summary>
    public ImmutableArray<Subscription> Subscriptions
    {
        get
        {
            lock (_lock)
            {
                return [.. _subscriptions.Values];
            }
        }
    }

    /// <summary>What it is told of others' presence.</summary>
    public PresenceFeed Presence { get; } = new();

    /// <summary>
    /// Who may prepare an answer of <c>Subscribe</c>, until it has been written. Answers are written past the outbox and
    /// its bounds, so one at a time is what a client that does not read can make the server hold.
    /// </summary>
    public Turns Subscribing { get; } = new();

    /// <summary>Gives the connection a message, or closes it for its client to come back where it takes no more.</summary>
    public void Send(OutgoingMessage message)
    {
        if (!_outbox.Send(message))
        {
            WebMetrics.OutboxOverflowed();
            CloseForReconnect(atOnce: true);
        }
    }

    /// <summary>Takes over who is hidden, as the user's grain tells it.</summary>
    public void Hide(ImmutableHashSet<Snowflake> hidden) => _hidden = hidden;

    /// <summary>Takes over who is hidden from an answer, unless it was told since it had <paramref name="before"/>.</summary>
    public void Hide(ImmutableHashSet<Snowflake> hidden, ImmutableHashSet<Snowflake> before) =>
        Interlocked.CompareExchange(ref _hidden, hidden, before);

    /// <summary>Gives the connection a message that it may go without: it is dropped where anything waits already.</summary>
    public void Offer(OutgoingMessage message) => _outbox.Offer(message);

    /// <summary>Completes once all that was given so far has been written, or the connection is closing.</summary>
    public Task WrittenAsync() => _outbox.WrittenAsync();

    /// <summary>
    /// Makes this the connection's one subscription to its planet and gives the one before; false where the connection
    /// is gone or full.
    /// </summary>
    public bool TryAdd(Subscription subscription, out Subscription? before)
    {
        lock (_lock)
        {
            var planetId = subscription.Planet.Id;
            _subscriptions.TryGetValue(planetId, out before);
            if (_gone || (before is null && _subscriptions.Count >= _options.MaxSubscriptions))
            {
                return false;
            }
            _subscriptions[planetId] = subscription;
            return true;
        }
    }

    public void Forget(Subscription subscription)
    {
        lock (_lock)
        {
            if (_subscriptions.GetValueOrDefault(subscription.Planet.Id) == subscription)
            {
                _subscriptions.Remove(subscription.Planet.Id);
            }
        }
    }

    public Subscription? Find(Snowflake planetId)
    {
        lock (_lock)
        {
            return _subscriptions.GetValueOrDefault(planetId);
        }
    }

    /// <summary>Which heads moved since the last call.</summary>
    public List<(Snowflake PlanetId, long HeadRev)>? TakeMovedHeads()
    {
        List<(Snowflake, long)>? moved = null;
        lock (_lock)
        {
            foreach (var subscription in _subscriptions.Values)
            {
                var head = subscription.SentRev;
                if (subscription.IsLive && head > subscription.ToldHead)
                {
                    subscription.ToldHead = head;
                    (moved ??= []).Add((subscription.Planet.Id, head));
                }
            }
        }
        return moved;
    }

    /// <summary>The socket is gone: ends all its subscriptions.</summary>
    public void OnDisconnected()
    {
        _outbox.Close();
        Subscribing.Close();
        Subscription[] ended;
        lock (_lock)
        {
            _gone = true;
            ended = [.. _subscriptions.Values];
            _subscriptions.Clear();
        }
        foreach (var subscription in ended)
        {
            subscription.Planet.Remove(subscription);
        }
    }

    /// <summary>Ends the connection for good: SignalR's clients do not come back from this by themselves.</summary>
    public void End()
    {
        _outbox.Close();
        _hub.Abort();
        _ = CutIfStillOpenAsync();
    }

    /// <summary>
    /// Closes the connection in a way after which SignalR's clients reconnect by themselves. A client that does not
    /// read would never see a close message, so its transport is cut (<paramref name="atOnce"/>).
    /// </summary>
    public void CloseForReconnect(bool atOnce)
    {
        _outbox.Close();
        ThreadPool.UnsafeQueueUserWorkItem(
            static state => state.Connection.Close(state.AtOnce),
            (Connection: this, AtOnce: atOnce),
            preferLocal: false
        );
    }

    // A client that does not read holds up the close message, and with it the end of its connection.
    private async Task CutIfStillOpenAsync()
    {
        await Task.Delay(_farewell);
        if (!_gone)
        {
            Close(atOnce: true);
        }
    }

    private void Close(bool atOnce)
    {
        // A polling client has no request of its own to cut most of the time; it fetches the close message.
        var polls = _hub.Features.Get<IHttpTransportFeature>()?.TransportType is HttpTransportType.LongPolling;
        try
        {
            if (atOnce && !polls && _hub.GetHttpContext() is { } request)
            {
                request.Abort();
            }
            else
            {
                _hub.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose();
            }
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself meanwhile.
        }
    }
}
