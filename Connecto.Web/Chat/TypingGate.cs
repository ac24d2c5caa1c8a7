using Connecto.Ids;

namespace Connecto.Web.Chat;

/// <summary>
/// Lets word of one user's typing in one planet through at most once a second, from all his connections on this node
/// together. Safe for use by several threads.
/// </summary>
internal sealed class TypingGate(TimeProvider time)
{
    /// <summary>Users and planets remembered at most, of this second and of the one before; others' typing is dropped.</summary>
    internal const int MaxKnown = 100_000;

    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Dictionary<(Snowflake UserId, Snowflake PlanetId), long> _passed = [];
    private Dictionary<(Snowflake UserId, Snowflake PlanetId), long> _before = [];
    private long _turnedAt = time.GetTimestamp();

    /// <summary>Whether the word passes; if not it is dropped, and nobody is told.</summary>
    public bool Passes(Snowflake userId, Snowflake planetId)
    {
        var key = (userId, planetId);
        lock (_lock)
        {
            var now = time.GetTimestamp();
            Turn(now);
            if (IsRecent(_passed, key, now) || IsRecent(_before, key, now) || _passed.Count >= MaxKnown)
            {
                return false;
            }
            _passed[key] = now;
            return true;
        }
    }

    // What is older than two turns is forgotten with its table, so nothing is ever swept.
    private void Turn(long now)
    {
        if (time.GetElapsedTime(_turnedAt, now) < _pause)
        {
            return;
        }
        (_before, _passed) = (_passed, _before);
        _passed.Clear();
        _turnedAt = now;
    }

    private bool IsRecent(Dictionary<(Snowflake, Snowflake), long> passed, (Snowflake, Snowflake) key, long now) =>
        passed.TryGetValue(key, out var at) && time.GetElapsedTime(at, now) < _pause;
}
