using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Delivery;

/// <summary>
/// One web node as one planet's activation sees it: one call under way, the rest merging into the next frame up to
/// bounds. Events that overflow are dropped; the node finds the gap by the next frame's <c>FromRev</c>, or by its
/// lease, and asks for it. Of counters that overflow it is owed the counts. Used on the activation's turns only.
/// </summary>
internal sealed class NodeLink(string node, IPlanetObserver observer, ICountsOwed planet, long headRev)
{
    /// <summary>Events that wait for a busy node at most.</summary>
    internal const int MaxEvents = 1000;

    /// <summary>Bytes of those events, by <see cref="FrameSize"/>; what is larger by itself does not wait either.</summary>
    internal const int MaxEventBytes = 1024 * 1024;

    /// <summary>Counter changes that wait for a busy node at most.</summary>
    internal const int MaxCounters = 64;

    /// <summary>Bytes of those changes, by <see cref="FrameSize"/>.</summary>
    internal const int MaxCounterBytes = 256 * 1024;

    private ImmutableArray<PlanetEvent>.Builder? _events;
    private List<CounterChange>? _counters;
    private int _eventBytes;
    private int _counterBytes;
    private PlanetHead? _head;

    // Up to here nothing is on its way any more: the node has it, or will ask for it.
    private long _takenRev = headRev;
    private bool _sending;
    private bool _tellingTyping;

    public string Node => node;

    /// <summary>Whether counters were dropped, so that the node is owed counts.</summary>
    public bool IsOwedCounts { get; set; }

    /// <summary>How many of the planet's events are on their way to the node, which has yet to take them.</summary>
    public long Behind(long headRev) => IsIdle ? 0 : Math.Max(0, headRev - _takenRev);

    /// <summary>Sends events with where the planet stands after them.</summary>
    public void Send(Snowflake planetId, long epoch, ImmutableArray<PlanetEvent> events, PlanetHead head)
    {
        if (IsIdle)
        {
            _ = DeliverAsync(planetId, epoch, events, [], head);
            return;
        }
        Merge(events);
        _head = head;
    }

    public void Send(Snowflake planetId, long epoch, CounterChange counters)
    {
        if (IsIdle)
        {
            _ = DeliverAsync(planetId, epoch, [], [counters], null);
            return;
        }
        Merge(counters);
    }

    /// <summary>Says who is typing, unless the node is busy: by the time it were not, it would not be true any more.</summary>
    public void SendTyping(Snowflake planetId, ImmutableArray<Snowflake> userIds)
    {
        if (IsIdle && !_tellingTyping)
        {
            _ = TellTypingAsync(planetId, userIds);
        }
    }

    /// <summary>Says that this activation ends. It is no frame, and waits for none: what the node lacks it fetches.</summary>
    public void SendEnd(Snowflake planetId, long epoch) => _ = TellEndAsync(planetId, epoch);

    private bool IsIdle => !_sending && _events is null && _counters is null;

    private void Merge(ImmutableArray<PlanetEvent> events)
    {
        var bytes = events.Sum(FrameSize.Of);
        if (_events is not null && (_events.Count + events.Length > MaxEvents || _eventBytes + bytes > MaxEventBytes))
        {
            (_events, _eventBytes) = (null, 0);
        }
        if (bytes <= MaxEventBytes)
        {
            _events ??= ImmutableArray.CreateBuilder<PlanetEvent>();
            _events.AddRange(events);
            _eventBytes += bytes;
        }
    }

    private void Merge(CounterChange counters)
    {
        var bytes = FrameSize.Of(counters);
        if (_counters is not null && (_counters.Count == MaxCounters || _counterBytes + bytes > MaxCounterBytes))
        {
            (_counters, _counterBytes) = (null, 0);
            Owe();
        }
        _counters ??= [];
        _counters.Add(counters);
        _counterBytes += bytes;
    }

    private void Owe()
    {
        IsOwedCounts = true;
        planet.OweCounts();
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
                Owe();
            }
            _takenRev = Math.Max(_takenRev, head?.HeadRev ?? 0);
            if (_events is null && _counters is null)
            {
                break;
            }
            events = _events?.DrainToImmutable() ?? [];
            counters = _counters is null ? [] : [.. _counters];
            head = _head;
            (_events, _counters, _head) = (null, null, null);
            (_eventBytes, _counterBytes) = (0, 0);
        }
        _sending = false;
    }

    private async Task TellEndAsync(Snowflake planetId, long epoch)
    {
        try
        {
            await observer.Ended(planetId, epoch);
        }
        catch (Exception)
        {
            // The node finds out at its next renewal.
        }
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

/// <summary>Hears that a node is owed counts.</summary>
internal interface ICountsOwed
{
    void OweCounts();
}
