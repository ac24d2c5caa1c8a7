using Npgsql;
using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>The statements of one transaction over several planets, each planet at most once. Reused by its lane.</summary>
internal sealed class LaneTransaction
{
    private readonly FenceStatement _fence;
    private readonly LaneStatement[] _writes;

    public LaneTransaction()
    {
        var planets = new Column<long>(NpgsqlDbType.Bigint);
        var messages = new MessagesStatement(planets);
        _fence = new FenceStatement(planets, messages);
        _writes =
        [
            messages,
            new ChangesStatement(planets),
            new EventsStatement(planets),
            new MembersStatement(planets),
            new PlanetsStatement(planets),
        ];
    }

    /// <summary>Takes the rows of these planets, which come ordered by id.</summary>
    public void Fill(IReadOnlyList<PendingBatch> planets)
    {
        _fence.Clear();
        foreach (var statement in _writes)
        {
            statement.Clear();
        }
        foreach (var pending in planets)
        {
            _fence.Add(pending.Batch);
            foreach (var statement in _writes)
            {
                statement.Add(pending.Batch);
            }
        }
    }

    /// <summary>
    /// Puts those statements that have rows into <paramref name="batch"/>. Outside an explicit transaction, PostgreSQL
    /// runs what comes before one Sync message as one transaction, so it is one round trip. The fence comes first and
    /// answers the ids of the planets that are written.
    /// </summary>
    public void Compose(NpgsqlBatch batch)
    {
        // Random, so that no mark which an earlier transaction left on a planet is ever taken for this one's.
        var mark = Random.Shared.NextInt64();
        _fence.Mark = mark;
        batch.BatchCommands.Clear();
        batch.BatchCommands.Add(_fence.Command);
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
