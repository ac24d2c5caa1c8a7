using Npgsql;

namespace Connecto.Storage.Lanes;

/// <summary>
/// One statement of a lane's transaction, over all of its planets. The objects live as long as the lane's connection,
/// which keeps them prepared.
/// </summary>
internal abstract class LaneStatement(string sql)
{
    /// <summary>
    /// The planets of this transaction that its fence has marked. <c>(… IN Matched) IS TRUE</c> keeps the planner from
    /// making a join of it, so that they are looked up once for a statement instead of once for each of its rows.
    /// </summary>
    protected const string Matched =
        "(SELECT p.id FROM planets p WHERE p.id = ANY ($2::bigint[]) AND p.write_mark = $1)";

    private readonly NpgsqlParameter<long> _mark = new();

    public NpgsqlBatchCommand Command { get; } = new(sql);

    /// <summary>What the fence of this very transaction writes on the planets that match.</summary>
    public long Mark
    {
        set => _mark.TypedValue = value;
    }

    /// <summary>Whether there is anything for it to write.</summary>
    public abstract bool HasRows { get; }

    public abstract void Clear();

    public abstract void Add(PlanetBatch batch);

    /// <summary>The mark is <c>$1</c>, all planets of the transaction are <c>$2</c>, the columns follow.</summary>
    protected void Bind(Column<long> planets, params ReadOnlySpan<NpgsqlParameter> columns)
    {
        Command.Parameters.Add(_mark);
        Command.Parameters.Add(planets.Parameter());
        foreach (var column in columns)
        {
            Command.Parameters.Add(column);
        }
    }
}
