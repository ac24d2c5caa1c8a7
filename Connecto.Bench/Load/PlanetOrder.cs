namespace Connecto.Bench.Load;

/// <summary>
/// What stands at each rev of a planet: the first who learns of it says so, everybody else must see the same. Thread-safe.
/// </summary>
internal sealed class PlanetOrder
{
    private const int PageBits = 10;

    private readonly Lock _growing = new();
    private long[][] _pages = [];
    private long _acknowledged;

    /// <summary>The highest rev that was acknowledged to a sender, and that all members must hence come to see.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Says that a send was acknowledged with this rev.</summary>
    /// <returns>Whether nobody has seen another message there.</returns>
    public bool Acknowledge(long rev, long stamp)
    {
        for (var known = Acknowledged; known < rev; )
        {
            known = Interlocked.CompareExchange(ref _acknowledged, rev, known);
        }

        return Agrees(rev, stamp);
    }

    /// <summary>Whether everybody saw the message with this stamp at this rev so far.</summary>
    public bool Agrees(long rev, long stamp)
    {
        var pages = Volatile.Read(ref _pages);
        var page = (int)(rev >> PageBits);
        ref var slot = ref (page < pages.Length ? pages : Grow(page))[page][rev & ((1 << PageBits) - 1)];
        // All but the first only read.
        var known = Volatile.Read(ref slot);
        known = known == 0 ? Interlocked.CompareExchange(ref slot, stamp, 0) : known;
        return known == 0 || known == stamp;
    }

    private long[][] Grow(int page)
    {
        lock (_growing)
        {
            var pages = _pages;
            if (page >= pages.Length)
            {
                var more = Enumerable.Range(pages.Length, page + 1 - pages.Length);
                pages = [.. pages, .. more.Select(_ => new long[1 << PageBits])];
                Volatile.Write(ref _pages, pages);
            }

            return pages;
        }
    }
}
