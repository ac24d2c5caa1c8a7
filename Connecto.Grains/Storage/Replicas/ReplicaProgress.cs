using NpgsqlTypes;

namespace Connecto.Storage.Replicas;

/// <summary>
/// Tells by positions in the log up to which moment a replica has everything: the primary said where it was at a moment, and
/// what was committed before lies before that. So a primary that nobody writes to makes no replica late.
/// </summary>
internal sealed class ReplicaProgress
{
    /// <summary>Moments that are remembered while the replica has not come so far; of more, the oldest stay.</summary>
    private const int Most = 128;

    private readonly Queue<(long At, NpgsqlLogSequenceNumber Position)> _moments = new();

    /// <summary>The newest moment up to which the replica has everything, as a timestamp; null before there is one.</summary>
    public long? CaughtUpTo { get; private set; }

    /// <summary>The moment since when it lacks something, or may; null where it lacks nothing that is known of.</summary>
    public long? BehindSince => _moments.TryPeek(out var moment) ? CaughtUpTo ?? moment.At : null;

    /// <param name="at">Taken before the primary was asked.</param>
    /// <param name="primary">Where the primary said it was.</param>
    /// <param name="replica">Up to where the replica said afterwards that it has replayed the log.</param>
    public void Add(long at, NpgsqlLogSequenceNumber primary, NpgsqlLogSequenceNumber replica)
    {
        if (_moments.Count < Most)
        {
            _moments.Enqueue((at, primary));
        }
        while (_moments.TryPeek(out var moment) && moment.Position <= replica)
        {
            CaughtUpTo = moment.At;
            _moments.Dequeue();
        }
    }

    /// <summary>What was said before means nothing any more: it may be another replica, or an older one.</summary>
    public void Forget()
    {
        _moments.Clear();
        CaughtUpTo = null;
    }
}
