using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Auth;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>One client: whose it is, what it subscribes to and what it is told of. Safe for use by several threads.</summary>
internal sealed class ChatConnection : HubConnection
{
    private readonly ChatHub _hub;
    private readonly int _maxSubscriptions;
    private readonly Lock _lock = new();
    private readonly Dictionary<Snowflake, Subscription> _subscriptions = [];
    private bool _gone;
    private volatile bool _owesCounts;
    private volatile ImmutableHashSet<Snowflake> _hidden = [];

    /// <param name="transport">The way to the client.</param>
    /// <param name="server">What it shares with the others.</param>
    /// <param name="hub">Who serves its calls.</param>
    /// <param name="caller">Whose it is.</param>
    /// <param name="expiresAt">When its token does.</param>
    /// <param name="maxSubscriptions">Planets that it may subscribe to at once.</param>
    public ChatConnection(
        HubTransport transport,
        HubServer server,
        ChatHub hub,
        Caller caller,
        DateTimeOffset expiresAt,
        int maxSubscriptions
    )
        : base(transport, server, expiresAt) => (_hub, Caller, _maxSubscriptions) = (hub, caller, maxSubscriptions);

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
    /// Who may prepare an answer of <c>Subscribe</c>, until it has been written. Answers do not count towards the
    /// outbox's bound in bytes, so one at a time is what a client that does not read can make the server hold.
    /// </summary>
    public Turns Subscribing { get; } = new();

    /// <summary>Takes over who is hidden, as the user's grain tells it.</summary>
    public void Hide(ImmutableHashSet<Snowflake> hidden) => _hidden = hidden;

    /// <summary>Takes over who is hidden from an answer, unless it was told since it had <paramref name="before"/>.</summary>
    public void Hide(ImmutableHashSet<Snowflake> hidden, ImmutableHashSet<Snowflake> before) =>
        Interlocked.CompareExchange(ref _hidden, hidden, before);

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
            if (_gone || (before is null && _subscriptions.Count >= _maxSubscriptions))
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

    /// <summary>A subscription went without counters, because the client took nothing.</summary>
    public void OweCounts() => _owesCounts = true;

    protected override Task OnConnectedAsync() => _hub.ConnectedAsync(this);

    protected override ValueTask<object?> InvokeAsync(string target, JsonElement argument, bool isAnswered) =>
        _hub.InvokeAsync(this, target, argument, isAnswered);

    protected override void OnCalled(string target, TimeSpan took, ErrorCode? code) => _hub.Called(target, took, code);

    protected override void OnFree()
    {
        Presence.Free(this);
        if (!_owesCounts)
        {
            return;
        }
        _owesCounts = false;
        foreach (var subscription in Subscriptions)
        {
            if (subscription.OwesCounts)
            {
                subscription.Planet.MakeGood();
            }
        }
    }

    protected override void OnDisconnected()
    {
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
        _hub.Disconnected(this);
    }
}
