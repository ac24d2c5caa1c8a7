using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>Brings members to their new state. Joining moves the cursor to the head at that moment.</summary>
internal sealed class MembersStatement : LaneStatement
{
    private const string Sql = $$"""
        INSERT INTO planet_members AS old
            (planet_id, user_id, role, status, muted_until, joined_at, joined_seq, joined_rev, last_read_seq)
        SELECT m.planet_id, m.user_id, m.role, m.status, m.muted_until, m.joined_at, m.joined_seq, m.joined_rev,
               m.joined_seq
        FROM unnest($3::bigint[], $4::bigint[], $5::smallint[], $6::smallint[], $7::timestamptz[], $8::timestamptz[],
                    $9::bigint[], $10::bigint[])
            AS m (planet_id, user_id, role, status, muted_until, joined_at, joined_seq, joined_rev)
        WHERE (m.planet_id IN {{Matched}}) IS TRUE
        ON CONFLICT (planet_id, user_id) DO UPDATE
        SET role = EXCLUDED.role, status = EXCLUDED.status, muted_until = EXCLUDED.muted_until,
            joined_at = EXCLUDED.joined_at, joined_seq = EXCLUDED.joined_seq, joined_rev = EXCLUDED.joined_rev,
            last_read_seq = GREATEST(old.last_read_seq, EXCLUDED.last_read_seq)
        """;

    private readonly Column<long> _planet = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _user = new(NpgsqlDbType.Bigint);
    private readonly Column<short> _role = new(NpgsqlDbType.Smallint);
    private readonly Column<short> _status = new(NpgsqlDbType.Smallint);
    private readonly Column<DateTime?> _mutedUntil = new(NpgsqlDbType.TimestampTz);
    private readonly Column<DateTime> _joinedAt = new(NpgsqlDbType.TimestampTz);
    private readonly Column<long> _joinedSeq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _joinedRev = new(NpgsqlDbType.Bigint);

    public MembersStatement(Column<long> planets)
        : base(Sql) =>
        Bind(
            planets,
            _planet.Parameter(),
            _user.Parameter(),
            _role.Parameter(),
            _status.Parameter(),
            _mutedUntil.Parameter(),
            _joinedAt.Parameter(),
            _joinedSeq.Parameter(),
            _joinedRev.Parameter()
        );

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _user.Values.Clear();
        _role.Values.Clear();
        _status.Values.Clear();
        _mutedUntil.Values.Clear();
        _joinedAt.Values.Clear();
        _joinedSeq.Values.Clear();
        _joinedRev.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        foreach (var member in batch.Members)
        {
            _planet.Add(batch.PlanetId.Value);
            _user.Add(member.UserId.Value);
            _role.Add((short)member.Role);
            _status.Add((short)member.Status);
            _mutedUntil.Add(member.MutedUntil?.UtcDateTime);
            _joinedAt.Add(member.JoinedAt.UtcDateTime);
            _joinedSeq.Add(member.JoinedSeq);
            _joinedRev.Add(member.JoinedRev);
        }
    }
}
