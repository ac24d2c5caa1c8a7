using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Auth;

namespace Connecto.Web.Chat;

/// <summary>
/// Lets word of one user's typing in one planet through at most once a second, from all his connections on this node
/// together, and in at most <see cref="MostPlanets"/> planets a second: what planet it is, and whether he may type
/// there, is known to the planet alone, and nobody is to wake as many as he can name. What it remembers is bounded for
/// each user, and users who are quiet are forgotten. Safe for use by several threads.
/// </summary>
internal sealed class TypingGate(TimeProvider time)
{
    internal const int MostPlanets = 10;

    private static readonly TimeSpan _window = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();

    // Of each user what passed within the window, the oldest first; of who typed since the last turn, and before it.
    private Dictionary<Snowflake, List<(Snowflake PlanetId, long At)>> _typists = [];
    private Dictionary<Snowflake, List<(Snowflake PlanetId, long At)>> _before = [];
    private long _turnedAt = time.GetTimestamp();

    /// <summary>How many words of typing are remembered.</summary>
    internal int Known
    {
        get
        {
            lock (_lock)
            {
                return _typists.Values.Concat(_before.Values).Sum(passed => passed.Count);
            }
        }
    }

    /// <summary>Whether the word passes; if not it is dropped, and nobody is told.</summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.RateLimited"/>: he typed in <see cref="MostPlanets"/> others within the second. A caller
    /// without limits is not refused.
    /// </exception>
    public bool Passes(Caller caller, Snowflake planetId)
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            Turn(now);
            var passed = PassedOf(caller.UserId);
            passed.RemoveAll(word => time.GetElapsedTime(word.At, now) >= _window);
            if (passed.Exists(word => word.PlanetId == planetId))
            {
                return false;
            }
            if (passed.Count < MostPlanets)
            {
                passed.Add((planetId, now));
                return true;
            }
            if (!caller.Unlimited)
            {
                var retryAfter = _window - time.GetElapsedTime(passed[0].At, now);
                throw new ChatException(ErrorCode.RateLimited, retryAfter: retryAfter);
            }
            return true;
        }
    }

    private List<(Snowflake PlanetId, long At)> PassedOf(Snowflake userId)
    {
        if (!_typists.TryGetValue(userId, out var passed))
        {
            _typists[userId] = passed = _before.Remove(userId, out var former) ? former : new(1);
        }
        return passed;
    }

    // Who has not typed for a whole turn is forgotten with his table, so nothing is ever swept.
    private void Turn(long now)
    {
        if (time.GetElapsedTime(_turnedAt, now) < _window)
        {
            return;
        }
        (_before, _typists) = (_typists, _before);
        _typists.Clear();
        _turnedAt = now;
    }
}
