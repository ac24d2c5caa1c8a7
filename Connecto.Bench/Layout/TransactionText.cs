namespace Connecto.Bench.Layout;

/// <summary>The statements of one transaction.</summary>
internal static class TransactionText
{
    public static readonly InsertText Events = new(
        "planet_events (planet_id, rev, kind, seq, created_at)",
        "m.planet_id, m.rev, 1, m.seq, m.at",
        ["seq", "rev", "at"]
    );

    /// <summary>A message row that is its own key row.</summary>
    public static readonly InsertText KeyedMessages = new(
        "messages (planet_id, seq, rev, sent_rev, id, sender_id, type, text, created_at, client_message_id, request_hash)",
        "m.planet_id, m.seq, m.rev, m.rev, m.id, m.sender_id, 1, m.text, m.at, m.client_message_id, m.request_hash",
        ["seq", "rev", "id", "sender_id", "text", "at", "client_message_id", "request_hash"]
    );

    public static readonly InsertText Messages = new(
        "messages (planet_id, seq, rev, id, sender_id, type, text, created_at)",
        "m.planet_id, m.seq, m.rev, m.id, m.sender_id, 1, m.text, m.at",
        ["seq", "rev", "id", "sender_id", "text", "at"]
    );

    public static readonly InsertText Keys = new(
        "message_keys (planet_id, sender_id, client_message_id, message_id, seq, rev, created_at, request_hash)",
        "m.planet_id, m.sender_id, m.client_message_id, m.id, m.seq, m.rev, m.at, m.request_hash",
        ["seq", "rev", "id", "sender_id", "at", "client_message_id", "request_hash"]
    );

    /// <summary>
    /// Advances the planets that are as the writer believes and that know none of the new keys: $1 planets, $2 epochs,
    /// $3 believed rev, $4 new seq, $5 new rev; $6 planets, $7 senders, $8 client ids of the new keys. The LIMIT keeps the
    /// planner, which cannot know how many keys come, from reading the whole key table into a hash join.
    /// </summary>
    public static string Fence(string keyTable) =>
        $"""
            WITH known AS MATERIALIZED (
              SELECT q.planet_id FROM unnest($6::bigint[], $7::bigint[], $8::text[]) q(planet_id, sender_id, client_message_id)
              CROSS JOIN LATERAL (SELECT FROM {keyTable} k WHERE k.planet_id = q.planet_id AND k.sender_id = q.sender_id
                AND k.client_message_id = q.client_message_id LIMIT 1) k)
            UPDATE planets p SET head_seq = n.seq, head_rev = n.rev
            FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) n(id, epoch, believed, seq, rev)
            WHERE p.id = n.id AND p.epoch = n.epoch AND p.head_rev = n.believed
              AND NOT EXISTS (SELECT FROM known WHERE known.planet_id = p.id)
            RETURNING p.id
            """;
}
