using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>
/// One web node as one planet's activation sees it: one call under way, the rest merging into the next frame up to a
/// bound. What overflows is dropped; the node finds the gap by the next frame's <c>FromRev</c> and asks for it. Used
/// on the activation's turns only.
/// </summary>
internal sealed class NodeLink(string node, IPlanetObserver observer)
{
    /// <summary>Events that wait for a busy node at most.</summary>
    internal const int MaxEvents = 1000;

    /// <summary>Counter changes that wait for a busy node at most.</summary>
    internal const int MaxCounters = 64;

    private ImmutableArray<PlanetEvent>.Builder? _events;
    private List<CounterChange>? _counters;
    private PlanetHead? _head;
    private bool _sending;
    private bool _tellingTyping;

    public string Node => node;

    /// <summary>Whether counters were dropped, so that the node is owed counts.</summary>
    public bool OwesCounts { get; set; }

    /// <summary>Sends events with where the planet stands after them.</summary>
    public void Send(Snowflake planetId, long epoch, ImmutableArray<PlanetEvent> events, PlanetHead head)
    {
        if (IsIdle)
        {
            _ = DeliverAsync(planetId, epoch, events, [], head);
            return;
        }
        Merge(events, null);
        _head = head;
    }

    public void Send(Snowflake planetId, long epoch, CounterChange counters)
    {
        if (IsIdle)
        {
            _ = DeliverAsync(planetId, epoch, [], [counters], null);
            return;
        }
        Merge([], counters);
    }

    /// <summary>Says who is typing, unless the node is busy: by the time it were not, it would not be true any more.</summary>
    public void SendTyping(Snowflake planetId, ImmutableArray<Snowflake> userIds)
    {
        if (IsIdle && !_tellingTyping)
        {
            _ = TellTypingAsync(planetId, userIds);
        }
    }

    private bool IsIdle => !_sending && _events is null && _counters is null;

    private void Merge(ImmutableArray<PlanetEvent> events, CounterChange? counters)
    {
        if (!events.IsEmpty)
        {
            _events ??= ImmutableArray.CreateBuilder<PlanetEvent>();
            if (_events.Count + events.Length > MaxEvents)
            {
                _events.Clear();
            }
            _events.AddRange(events);
        }
        if (counters is not null)
        {
            _counters ??= [];
            if (_counters.Count >= MaxCounters)
            {
                _counters.Clear();
                OwesCounts = true;
            }
            _counters.Add(counters);
        }
    }

    private async Task DeliverAsync(
        Snowflake planetId,
        long epoch,
        ImmutableArray<PlanetEvent> events,
        ImmutableArray<CounterChange> counters,
        PlanetHead? head
    )
    {
        _sending = true;
        while (true)
        {
            try
            {
                var fromRev = events.IsEmpty ? 0 : events[0].Rev - 1;
                await observer.Deliver(new PlanetFrame(planetId, epoch, fromRev, events, counters) { Head = head });
            }
            catch (Exception)
            {
                // A node that is gone or stopped: its lease ends, or it finds the gap and asks.
                OwesCounts = true;
            }
            if (_events is null && _counters is null)
            {
                break;
            }
            events = _events?.DrainToImmutable() ?? [];
            counters = _counters is null ? [] : [.. _counters];
            head = _head;
            (_events, _counters, _head) = (null, null, null);
        }
        _sending = false;
    }

    private async Task TellTypingAsync(Snowflake planetId, ImmutableArray<Snowflake> userIds)
    {
        _tellingTyping = true;
        try
        {
            await observer.Typing(planetId, userIds);
        }
        catch (Exception)
        {
            // Nobody misses it.
        }
        _tellingTyping = false;
    }
}
