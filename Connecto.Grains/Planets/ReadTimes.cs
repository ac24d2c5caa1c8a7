using Connecto.Ids;

namespace Connecto.Planets;

/// <summary>
/// When members read: the newest <see cref="Kept"/> moves of each cursor. A message that an older move passed is said to
/// have been read with the oldest move that is kept, which is never before the truth.
/// </summary>
internal sealed class ReadTimes
{
    /// <summary>Moves of one member.</summary>
    internal const int Kept = 16;

    private readonly Dictionary<Snowflake, Queue<(long To, DateTimeOffset At)>> _moves = [];

    public void Note(Snowflake userId, long to, DateTimeOffset at)
    {
        if (!_moves.TryGetValue(userId, out var moves))
        {
            _moves[userId] = moves = new Queue<(long, DateTimeOffset)>(1);
        }
        if (moves.Count == Kept)
        {
            moves.Dequeue();
        }
        moves.Enqueue((to, at));
    }

    /// <summary>When the user's cursor passed the message; null where it has not, or none of its moves is known.</summary>
    public DateTimeOffset? When(Snowflake userId, long seq)
    {
        if (_moves.TryGetValue(userId, out var moves))
        {
            foreach (var (to, at) in moves)
            {
                if (to >= seq)
                {
                    return at;
                }
            }
        }
        return null;
    }

    public void Forget(Snowflake userId) => _moves.Remove(userId);
}
