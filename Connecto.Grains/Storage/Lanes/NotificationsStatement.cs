using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Keeps what users are told. Of a direct planet each user keeps the newest message only.</summary>
internal sealed class NotificationsStatement : LaneStatement
{
    private const string Sql = $$"""
        INSERT INTO notifications AS old (user_id, id, kind, planet_id, seq, actor_id, created_at)
        SELECT n.user_id, n.id, n.kind, n.planet_id, n.seq, n.actor_id, n.created_at
        FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::smallint[], $7::bigint[], $8::bigint[],
                    $9::timestamptz[])
            AS n (planet_id, user_id, id, kind, seq, actor_id, created_at)
        WHERE (n.planet_id IN {{Matched}}) IS TRUE
        ON CONFLICT (user_id, planet_id) WHERE kind = 2 DO UPDATE
        SET id = EXCLUDED.id, seq = EXCLUDED.seq, actor_id = EXCLUDED.actor_id, created_at = EXCLUDED.created_at
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _user = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _id = new(NpgsqlDbType.Bigint);
    private readonly Column<short> _kind = new(NpgsqlDbType.Smallint);
    private readonly Column<long?> _seq = new(NpgsqlDbType.Bigint);
    private readonly Column<long?> _actor = new(NpgsqlDbType.Bigint);
    private readonly Column<DateTime> _createdAt = new(NpgsqlDbType.TimestampTz);

    public NotificationsStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _user.Parameter(),
            _id.Parameter(),
            _kind.Parameter(),
            _seq.Parameter(),
            _actor.Parameter(),
            _createdAt.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _user.Values.Clear();
        _id.Values.Clear();
        _kind.Values.Clear();
        _seq.Values.Clear();
        _actor.Values.Clear();
        _createdAt.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var (userId, notification) in batch.Notifications)
        {
            _planet.Add(batch.PlanetId.Value);
            _user.Add(userId.Value);
            _id.Add(notification.Id.Value);
            _kind.Add((short)notification.Kind);
            _seq.Add(notification.Seq);
            _actor.Add(notification.ActorId?.Value);
            _createdAt.Add(notification.CreatedAt.UtcDateTime);
        }
    }
}
