using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Forgets the earlier texts of messages that are deleted.</summary>
internal sealed class DeletionsStatement : LaneStatement
{
    private const string Sql = $$"""
        DELETE FROM message_edits e USING unnest($3::bigint[], $4::bigint[]) AS d (planet_id, seq)
        WHERE e.planet_id = d.planet_id AND e.seq = d.seq AND (d.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);

    public DeletionsStatement(Column<long> planets)
        : base(Sql) => Bind(planets, _planet.Parameter(), _seq.Parameter());

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _seq.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var message in batch.ChangedMessages)
        {
            if (message.DeletedAt is not null)
            {
                _planet.Add(batch.PlanetId.Value);
                _seq.Add(message.Seq);
            }
        }
    }
}
