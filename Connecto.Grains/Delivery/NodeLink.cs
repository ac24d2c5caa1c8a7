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
    private bool _sending;

    public string Node => node;

    /// <summary>Whether counters were dropped, so that the node is owed counts.</summary>
    public bool OwesCounts { get; set; }

    public void Send(Snowflake planetId, long epoch, ImmutableArray<PlanetEvent> events, CounterChange? counters)
    {
        if (!_sending && _events is null && _counters is null)
        {
            _ = DeliverAsync(planetId, epoch, events, counters is null ? [] : [counters]);
            return;
        }
        Merge(events, counters);
    }

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
        ImmutableArray<CounterChange> counters
    )
    {
        _sending = true;
        while (true)
        {
            try
            {
                var fromRev = events.IsEmpty ? 0 : events[0].Rev - 1;
                await observer.Deliver(new PlanetFrame(planetId, epoch, fromRev, events, counters));
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
            (_events, _counters) = (null, null);
        }
        _sending = false;
    }
}
