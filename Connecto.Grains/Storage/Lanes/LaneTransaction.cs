using Npgsql;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>The statements of one transaction over several planets, each planet at most once. Reused by its lane.</summary>
internal sealed class LaneTransaction
{
    private readonly FenceStatement _fence;
    private readonly FenceStatement _lookingFence;
    private readonly LaneStatement[] _writes;

    public LaneTransaction()
    {
        var planets = new Column<long>(NpgsqlDbType.Bigint);
        var messages = new MessagesStatement(planets);
        _fence = new FenceStatement(planets, keys: null);
        _lookingFence = new FenceStatement(planets, messages);
        _writes =
        [
            messages,
            new ChangesStatement(planets),
            new VersionsStatement(planets),
            new DeletionsStatement(planets),
            new ReactionsStatement(planets),
            new EventsStatement(planets),
            new MembersStatement(planets),
            new PlanetsStatement(planets),
            new NotificationsStatement(planets),
        ];
    }

    /// <summary>
    /// Puts the rows of these planets, which come ordered by id, into <paramref name="batch"/>, without statements that
    /// have none. Outside an explicit transaction, PostgreSQL runs what comes before one Sync message as one
    /// transaction, so it is one round trip. The fence comes first and answers the ids of the planets that are written.
    /// </summary>
    /// <param name="looksForKeys">
    /// Whether planets of which a new key exists are left out; else such a key breaks its unique index and with it the
    /// whole transaction. Keys are almost always new, and looking for them costs a fourth of the work.
    /// </param>
    public void Compose(NpgsqlBatch batch, IReadOnlyList<PendingBatch> planets, bool looksForKeys)
    {
        var fence = looksForKeys ? _lookingFence : _fence;
        fence.Clear();
        foreach (var statement in _writes)
        {
            statement.Clear();
        }
        foreach (var pending in planets)
        {
            fence.Add(pending.Batch);
            foreach (var statement in _writes)
            {
                statement.Add(pending.Batch);
            }
        }
        // Random, so that no mark which an earlier transaction left on a planet is ever taken for this one's.
        var mark = Random.Shared.NextInt64();
        fence.Mark = mark;
        batch.BatchCommands.Clear();
        batch.BatchCommands.Add(fence.Command);
        foreach (var statement in _writes)
        {
            if (statement.HasRows)
            {
                statement.Mark = mark;
                batch.BatchCommands.Add(statement.Command);
            }
        }
    }
}
