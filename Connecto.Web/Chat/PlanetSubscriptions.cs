using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Web.SignalR;

namespace Connecto.Web.Chat;

/// <summary>
/// One planet on this node: who subscribes, and up to which rev the node has handed events on. Frames come in order
/// and are dense, or the gap is fetched before anything later is handed on. Every call returns without waiting for a
/// socket; one lock guards it all, and connections' locks are taken inside it, never around it.
/// </summary>
internal sealed partial class PlanetSubscriptions(Snowflake id, WebNode node, PlanetTable table, ILogger logger)
{
    private const long Unknown = -1;

    private readonly Lock _lock = new();
    private readonly List<Subscription> _subscriptions = [];
    private bool _closed;
    private long _epoch;
    private long _rev = Unknown;

    public Snowflake Id => id;

    /// <summary>Connections that subscribe.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _subscriptions.Count;
            }
        }
    }

    private IPlanetGrain Grain => node.Planet(id);

    /// <summary>
    /// Adds a subscription that buffers, in place of the connection's former one. Null where this planet has just lost
    /// its last subscriber and is gone from the table; false where the connection takes no more.
    /// </summary>
    public bool? TryAdd(Subscription subscription)
    {
        lock (_lock)
        {
            if (_closed)
            {
                return null;
            }
            if (!subscription.Connection.TryAdd(subscription, out var before))
            {
                CloseIfEmpty();
                return false;
            }
            if (before is not null)
            {
                Drop(before);
            }
            subscription.Index = _subscriptions.Count;
            _subscriptions.Add(subscription);
            return true;
        }
    }

    /// <summary>Ends a subscription; the last one to go lets the planet go.</summary>
    public void Remove(Subscription subscription)
    {
        lock (_lock)
        {
            Drop(subscription);
            subscription.Connection.Forget(subscription);
            CloseIfEmpty();
        }
    }

    /// <summary>The opening has been written to the client: what was buffered follows, without what it already holds.</summary>
    public void GoLive(Subscription subscription, Opening opening)
    {
        lock (_lock)
        {
            if (subscription.Index < 0)
            {
                return;
            }
            var isTorn = subscription.HasHole;
            foreach (var frame in subscription.GoLive(opening))
            {
                if (subscription.Index >= 0)
                {
                    HandOn(subscription, frame);
                }
            }
            if (isTorn && subscription.Index >= 0)
            {
                Tear(subscription);
            }
            CloseIfEmpty();
        }
    }

    /// <summary>Whether the node still is behind a head that it heard of a while ago.</summary>
    public bool IsBehind(long headRev)
    {
        lock (_lock)
        {
            return !_closed && _rev != Unknown && _rev < headRev;
        }
    }

    private void HandOnToAll(EncodedFrame frame)
    {
        // From the end, because who ends swaps places with the last.
        for (var i = _subscriptions.Count - 1; i >= 0; i--)
        {
            var subscription = _subscriptions[i];
            if (subscription.IsLive)
            {
                HandOn(subscription, frame);
            }
            else
            {
                subscription.Buffer(frame);
            }
        }
        WebMetrics.Delivered(_subscriptions.Count);
        CloseIfEmpty();
    }

    private void HandOn(Subscription subscription, EncodedFrame frame)
    {
        if (subscription.HeadOnly)
        {
            HandOnHead(subscription, frame);
            return;
        }
        var events = !frame.Frame.Events.IsEmpty;
        if (events && frame.Frame.FromRev > subscription.SentRev)
        {
            Tear(subscription);
            return;
        }
        var last = events ? Math.Max(frame.LastRev, subscription.SentRev) : subscription.SentRev;
        var departure = DepartureOf(subscription, frame);
        var tick = departure is null && TakesCounters(subscription, frame) ? subscription.SentTick : long.MaxValue;
        foreach (var message in frame.Get(subscription.SentRev, departure ?? last, tick, subscription.View))
        {
            subscription.Connection.Send(message);
        }
        subscription.SentRev = last;
        if (!frame.Frame.Counters.IsEmpty)
        {
            subscription.SentTick = Math.Max(subscription.SentTick, frame.Frame.Counters[^1].Tick);
        }
        if (departure is not null)
        {
            Depart(subscription);
        }
    }

    private void HandOnHead(Subscription subscription, EncodedFrame frame)
    {
        if (DepartureOf(subscription, frame) is not null)
        {
            Depart(subscription);
        }
        else if (frame.Frame.Head?.HeadRev > subscription.SentRev)
        {
            OweHead();
        }
    }

    private void Depart(Subscription subscription)
    {
        Drop(subscription);
        subscription.Connection.Forget(subscription);
    }

    // The event by which the subscriber ceased to be a member, or the planet to be, is the last that he is given.
    private static long? DepartureOf(Subscription subscription, EncodedFrame frame)
    {
        if (frame.ClosedAt is { } closed && closed > subscription.SentRev)
        {
            return closed;
        }
        if (frame.Departures is { } departures)
        {
            foreach (var (userId, rev) in departures)
            {
                if (userId == subscription.Connection.Caller.UserId && rev > subscription.SentRev)
                {
                    return rev;
                }
            }
        }
        return null;
    }

    // Continuity cannot be promised to this client any more: it subscribes again from what it has.
    private void Tear(Subscription subscription)
    {
        Drop(subscription);
        subscription.Connection.Forget(subscription);
        subscription.Connection.Send(HubMessages.Resubscribe(id));
        WebMetrics.Resubscribed();
    }

    private void Drop(Subscription subscription)
    {
        if (subscription.Index < 0)
        {
            return;
        }
        var last = _subscriptions[^1];
        _subscriptions[subscription.Index] = last;
        last.Index = subscription.Index;
        _subscriptions.RemoveAt(_subscriptions.Count - 1);
        subscription.Index = -1;
    }

    private void CloseIfEmpty()
    {
        if (_subscriptions.Count == 0 && !_closed)
        {
            _closed = true;
            table.Remove(this);
            _ = DetachAsync();
        }
    }
}
