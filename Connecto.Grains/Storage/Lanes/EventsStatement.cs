using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Inserts what happened, but for sendings: those the messages tell themselves.</summary>
internal sealed class EventsStatement : LaneStatement
{
    private const string Sql = $$"""
        INSERT INTO planet_events (planet_id, rev, kind, seq, actor_id, at, data)
        SELECT e.planet_id, e.rev, e.kind, e.seq, e.actor_id, e.at, e.data::jsonb
        FROM unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::bigint[], $7::bigint[], $8::timestamptz[],
                    $9::text[])
            AS e (planet_id, rev, kind, seq, actor_id, at, data)
        WHERE (e.planet_id IN {{Matched}}) IS TRUE
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _rev = new(NpgsqlDbType.Bigint);
    private readonly Column<short> _kind = new(NpgsqlDbType.Smallint);
    private readonly Column<long?> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _actor = new(NpgsqlDbType.Bigint);
    private readonly Column<DateTime> _at = new(NpgsqlDbType.TimestampTz);
    private readonly Column<string?> _data = new(NpgsqlDbType.Text);

    public EventsStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _rev.Parameter(),
            _kind.Parameter(),
            _seq.Parameter(),
            _actor.Parameter(),
            _at.Parameter(),
            _data.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _rev.Values.Clear();
        _kind.Values.Clear();
        _seq.Values.Clear();
        _actor.Values.Clear();
        _at.Values.Clear();
        _data.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var row in batch.Events)
        {
            if (row.Kind == EventKind.Message)
            {
                continue;
            }
            _planet.Add(batch.PlanetId.Value);
            _rev.Add(row.Rev);
            _kind.Add((short)row.Kind);
            _seq.Add(row.Seq);
            _actor.Add(row.ActorId.Value);
            _at.Add(row.At.UtcDateTime);
            _data.Add(row.Data);
        }
    }
}
