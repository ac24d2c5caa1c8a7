using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>
/// The newest events of a planet by <c>rev</c>, dense up to the head, without texts: a replay reads the message as it
/// is now.
/// </summary>
internal sealed class RecentEvents
{
    /// <summary>Events kept: what one answer may hold, twice.</summary>
    internal const int Capacity = 2 * Opening.MaxEvents;

    private readonly EventRow?[] _ring = new EventRow?[Capacity];

    public RecentEvents(long head) => (First, Head) = (head + 1, head);

    /// <summary>The lowest rev kept; one past the head where none is.</summary>
    public long First { get; private set; }

    public long Head { get; private set; }

    public int Count => (int)(Head + 1 - First);

    public void Append(EventRow row)
    {
        Head = row.Rev;
        if (Head - First >= Capacity)
        {
            First++;
        }
        _ring[row.Rev % Capacity] = row;
    }

    /// <summary>Puts older events in front, as many as fit; they are dense and reach up to the lowest kept one at least.</summary>
    public void Prepend(IReadOnlyList<EventRow> older)
    {
        for (var i = older.Count - 1; i >= 0 && Head - First < Capacity - 1; i--)
        {
            if (older[i].Rev == First - 1)
            {
                First--;
                _ring[First % Capacity] = older[i];
            }
        }
    }

    /// <summary>The events after <paramref name="rev"/> in order, at most <paramref name="limit"/>; all of them must be kept.</summary>
    public EventRow[] After(long rev, int limit)
    {
        var rows = new EventRow[Math.Min(limit, Head - rev)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = _ring[(rev + 1 + i) % Capacity]!;
        }
        return rows;
    }
}
