using System.Runtime.InteropServices;

namespace Connecto.Storage;

/// <summary>Counters that wait, the greatest value of each key.</summary>
internal sealed class PendingCounters
{
    // How many there are of each.
    private readonly Dictionary<long, int> _planets = [];

    public Dictionary<(long Planet, long User), long> Cursors { get; } = [];

    public Dictionary<(long Planet, long Seq), int> ReplyCounts { get; } = [];

    public Dictionary<long, DateTimeOffset> LastSeen { get; } = [];

    public int Count => Cursors.Count + ReplyCounts.Count + LastSeen.Count;

    /// <summary>Timestamp of the first.</summary>
    public long Since { get; set; }

    public bool Holds(long planet) => _planets.ContainsKey(planet);

    public int CountOf(long planet) => _planets.GetValueOrDefault(planet);

    /// <summary>False when it is a new key and there are <paramref name="bound"/> already.</summary>
    public bool AddCursor((long Planet, long User) key, long seq, int bound) =>
        Add(Cursors, key, key.Planet, seq, bound);

    /// <summary>False when it is a new key and there are <paramref name="bound"/> already.</summary>
    public bool AddReplyCount((long Planet, long Seq) key, int count, int bound) =>
        Add(ReplyCounts, key, key.Planet, count, bound);

    /// <summary>False when it is a new key and there are <paramref name="bound"/> already.</summary>
    public bool AddLastSeen(long user, DateTimeOffset at, int bound) => Add(LastSeen, user, planet: null, at, bound);

    /// <summary>Takes out what there is of a planet.</summary>
    public PendingCounters TakeOf(long planet)
    {
        var taken = new PendingCounters { Since = Since };
        foreach (var (key, seq) in Cursors.Where(cursor => cursor.Key.Planet == planet))
        {
            taken.AddCursor(key, seq, int.MaxValue);
            Cursors.Remove(key);
        }
        foreach (var (key, count) in ReplyCounts.Where(replies => replies.Key.Planet == planet))
        {
            taken.AddReplyCount(key, count, int.MaxValue);
            ReplyCounts.Remove(key);
        }
        _planets.Remove(planet);
        return taken;
    }

    /// <summary>Takes in what came later.</summary>
    public void Merge(PendingCounters later)
    {
        foreach (var (key, seq) in later.Cursors)
        {
            AddCursor(key, seq, int.MaxValue);
        }
        foreach (var (key, count) in later.ReplyCounts)
        {
            AddReplyCount(key, count, int.MaxValue);
        }
        foreach (var (user, at) in later.LastSeen)
        {
            AddLastSeen(user, at, int.MaxValue);
        }
    }

    private bool Add<TKey, TValue>(Dictionary<TKey, TValue> counters, TKey key, long? planet, TValue value, int bound)
        where TKey : notnull
        where TValue : struct, IComparable<TValue>
    {
        if (Count >= bound && !counters.ContainsKey(key))
        {
            return false;
        }
        ref var kept = ref CollectionsMarshal.GetValueRefOrAddDefault(counters, key, out var wasThere);
        if (value.CompareTo(kept) > 0)
        {
            kept = value;
        }
        if (planet is { } of && !wasThere)
        {
            _planets[of] = _planets.GetValueOrDefault(of) + 1;
        }
        return true;
    }
}
