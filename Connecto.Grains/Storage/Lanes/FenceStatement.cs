using NpgsqlTypes;

namespace Connecto.Storage.Lanes;

/// <summary>
/// Advances the heads of those planets whose epoch and rev are what their grains believe, and marks them; where it
/// looks for keys, only of those none of whose new keys exists. Answers their ids.
/// </summary>
/// <remarks>
/// The <c>LIMIT 1</c> makes each key one probe of its index: without it the planner may join the keys with the whole
/// table. A transaction that committed between this one's snapshot and its lock on a planet has changed epoch or rev,
/// so the planet does not match: that the keys were looked for in the older snapshot does no harm. Rows are handed in
/// by planet id, so that two transactions over the same planets take their locks in one order.
/// </remarks>
internal sealed class FenceStatement : LaneStatement
{
    private const string Advance = """
        UPDATE planets p
        SET head_seq = b.head_seq, head_rev = b.head_rev, head_at = b.head_at, write_mark = $1
        FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::timestamptz[])
            AS b (planet_id, epoch, rev_before, head_seq, head_rev, head_at)
        WHERE p.id = b.planet_id AND p.epoch = b.epoch AND p.head_rev = b.rev_before AND p.deleted_at IS NULL
        """;

    private const string LookAndAdvance = $"""
        WITH known AS MATERIALIZED (
            SELECT k.planet_id
            FROM unnest($8::bigint[], $9::bigint[], $10::text[]) AS k (planet_id, sender_id, client_message_id)
            CROSS JOIN LATERAL (
                SELECT FROM messages m
                WHERE m.planet_id = k.planet_id AND m.sender_id = k.sender_id
                  AND m.client_message_id = k.client_message_id
                LIMIT 1
            ) found
        )
        {Advance}
          AND NOT EXISTS (SELECT FROM known WHERE known.planet_id = p.id)
        RETURNING p.id
        """;

    private readonly Column<long> _epoch = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _revBefore = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _headSeq = new(NpgsqlDbType.Bigint);
    private readonly Column<long> _headRev = new(NpgsqlDbType.Bigint);
    private readonly Column<DateTime> _headAt = new(NpgsqlDbType.TimestampTz);

    private readonly Column<long> _planet;

    /// <param name="planets">The planets of the transaction.</param>
    /// <param name="keys">The statement that holds the new keys, for a fence that looks for them.</param>
    public FenceStatement(Column<long> planets, MessagesStatement? keys)
        : base(keys is null ? $"{Advance} RETURNING p.id" : LookAndAdvance)
    {
        _planet = planets;
        Bind(
            planets,
            _epoch.Parameter(),
            _revBefore.Parameter(),
            _headSeq.Parameter(),
            _headRev.Parameter(),
            _headAt.Parameter()
        );
        if (keys is not null)
        {
            Command.Parameters.Add(keys.Planet.Parameter());
            Command.Parameters.Add(keys.Sender.Parameter());
            Command.Parameters.Add(keys.Key.Parameter());
        }
    }

    public override bool HasRows => _planet.Values.Count > 0;

    public override void Clear()
    {
        _planet.Values.Clear();
        _epoch.Values.Clear();
        _revBefore.Values.Clear();
        _headSeq.Values.Clear();
        _headRev.Values.Clear();
        _headAt.Values.Clear();
    }

    public override void Add(PlanetBatch batch)
    {
        _planet.Add(batch.PlanetId.Value);
        _epoch.Add(batch.Epoch);
        _revBefore.Add(batch.RevBefore);
        _headSeq.Add(batch.HeadSeq);
        _headRev.Add(batch.HeadRev);
        _headAt.Add(batch.HeadAt.UtcDateTime);
    }
}
