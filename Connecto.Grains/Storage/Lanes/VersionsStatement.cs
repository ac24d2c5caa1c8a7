using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Keeps the texts of messages that were edited.</summary>
internal sealed class VersionsStatement : LaneStatement
{
    private const string Sql = $$"""
        INSERT INTO message_edits (planet_id, seq, rev, text, at)
        SELECT v.planet_id, v.seq, v.rev, v.text, v.at
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[], $7::timestamptz[])
            AS v (planet_id, seq, rev, text, at)
        WHERE (v.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _rev = new(NpgsqlDbType.Bigint);
    private readonly Column<string> _text = new(NpgsqlDbType.Text);
    private readonly Column<DateTime> _at = new(NpgsqlDbType.TimestampTz);

    public VersionsStatement(Column<long> planets)
        : base(Sql) =>
        Bind(planets, _planet.Parameter(), _seq.Parameter(), _rev.Parameter(), _text.Parameter(), _at.Parameter());

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _seq.Values.Clear();
        _rev.Values.Clear();
        _text.Values.Clear();
        _at.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var version in batch.Versions)
        {
            _planet.Add(batch.PlanetId.Value);
            _seq.Add(version.Seq);
            _rev.Add(version.Rev);
            _text.Add(version.Text);
            _at.Add(version.At.UtcDateTime);
        }
    }
}
