using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Users;

/// <summary>
/// A user's cursors for the time in which they may not be flushed. Used only in the turns of the user's grain.
/// </summary>
internal sealed class RecentCursors
{
    /// <summary>Well beyond the two seconds for which cursors are merged before they are flushed.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(10);

    private readonly Dictionary<Snowflake, (long Seq, DateTimeOffset At)> _cursors = [];
    private DateTimeOffset _sweepAt;

    /// <summary>Notes a cursor; false where it is known to be there, or further, already.</summary>
    public bool Move(Snowflake planetId, long seq, DateTimeOffset now)
    {
        Sweep(now);
        if (_cursors.TryGetValue(planetId, out var known) && known.Seq >= seq)
        {
            return false;
        }
        _cursors[planetId] = (seq, now);
        return true;
    }

    public ImmutableArray<PlanetCursor> Since(DateTimeOffset now)
    {
        Sweep(now);
        return [.. _cursors.Select(cursor => new PlanetCursor(cursor.Key, cursor.Value.Seq))];
    }

    private void Sweep(DateTimeOffset now)
    {
        if (now < _sweepAt)
        {
            return;
        }
        _sweepAt = now + KeptFor;
        foreach (var (planetId, cursor) in _cursors)
        {
            if (now - cursor.At >= KeptFor)
            {
                _cursors.Remove(planetId);
            }
        }
    }
}
