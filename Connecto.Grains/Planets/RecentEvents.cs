using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>
/// The newest events of a planet by <c>rev</c>, dense up to the head, without texts: a replay reads the message as it
/// is now.
/// </summary>
internal sealed class RecentEvents(long head)
{
    /// <summary>Events kept: what one answer may hold, twice.</summary>
    internal const int Capacity = 2 * Opening.MaxEvents;

    /// <summary>Bytes of the events kept, by <see cref="BytesOf"/>.</summary>
    internal const int MaxBytes = 1024 * 1024;

    private readonly Ring<EventRow> _ring = new(head);
    private long _bytes;

    /// <summary>The lowest rev kept; one past the head where none is.</summary>
    public long First => _ring.First;

    public long Head => _ring.Head;

    public int Count => _ring.Count;

    /// <summary>Whether older events were too large to be kept, so that reading them once more is of no use.</summary>
    public bool IsFull { get; private set; }

    public void Append(EventRow row)
    {
        _ring.Append(row);
        _bytes += BytesOf(row);
        while (_ring.Count > 0 && (_ring.Count > Capacity || _bytes > MaxBytes))
        {
            _bytes -= BytesOf(_ring.DropFirst());
        }
    }

    /// <summary>Puts older events in front, as many as fit; they are dense and reach up to the lowest kept one at least.</summary>
    public void Prepend(IReadOnlyList<EventRow> older)
    {
        for (var i = older.Count - 1; i >= 0 && !IsFull; i--)
        {
            if (older[i].Rev != First - 1)
            {
                continue;
            }
            IsFull = _ring.Count == Capacity || _bytes + BytesOf(older[i]) > MaxBytes;
            if (!IsFull)
            {
                _ring.Prepend(older[i]);
                _bytes += BytesOf(older[i]);
            }
        }
    }

    /// <summary>The events after <paramref name="rev"/> in order, at most <paramref name="limit"/>; all of them must be kept.</summary>
    public EventRow[] After(long rev, int limit)
    {
        var rows = new EventRow[Math.Min(limit, Head - rev)];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = _ring[rev + 1 + i];
        }
        return rows;
    }

    // About what it takes in memory: `member` events of a thousand members are by far the largest.
    private static int BytesOf(EventRow row)
    {
        const int Fixed = 96;
        return Fixed + (2 * (row.Data?.Length ?? 0));
    }
}
