using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Search;

/// <summary>
/// Reads messages that may be what is looked for, of those that the caller may read, from the newest on. What is indexed comes
/// by blocks; what is not indexed yet, and what was edited since, is read as it is.
/// </summary>
internal sealed class CandidateStore(Databases databases)
{
    /// <summary>Messages of a planet that are looked through without an index, at most; the newest of them.</summary>
    internal const int TailOfPlanet = 1_000;

    /// <summary>Messages that are looked through without an index in all, at most.</summary>
    internal const int Tail = 10_000;

    // The planets in which he is active, but for those of travels that he has left, with what of each he may see. The inner
    // LIMIT makes each planet one probe of its key.
    private const string Scope = """
        scope AS MATERIALIZED (
            SELECT p.id, p.head_seq, GREATEST(p.floor_seq, CASE WHEN p.history_visible THEN 0 ELSE m.joined_seq END) AS floor,
                   COALESCE(s.blocks, 0) AS blocks, COALESCE(s.edits_rev, 0) AS edits_rev
            FROM planet_members m
            CROSS JOIN LATERAL (SELECT * FROM planets WHERE id = m.planet_id AND deleted_at IS NULL LIMIT 1) p
            LEFT JOIN search_planets s ON s.planet_id = p.id
            WHERE m.user_id = $1 AND m.status = 0 AND ($2::bigint IS NULL OR p.id = $2)
              AND ($3::bigint IS NULL OR p.travel_id = $3)
              AND ($7::text IS NULL OR p.id::text = $7 OR starts_with(lower(p.name), lower($7)))
              AND (p.travel_id IS NULL OR EXISTS (
                  SELECT FROM travel_members t
                  WHERE t.travel_id = p.travel_id AND t.user_id = $1 AND t.left_at IS NULL
              ))
        )
        """;

    private const string Asked = """
        m.deleted_at IS NULL AND m.seq > s.floor AND ($4::bigint IS NULL OR m.sender_id = $4)
        AND ($8::text IS NULL OR EXISTS (
            SELECT FROM users u WHERE u.id = m.sender_id AND (u.id::text = $8 OR lower(u.display_name) = lower($8))
        ))
        AND ($5::timestamptz IS NULL OR m.created_at >= $5) AND ($6::timestamptz IS NULL OR m.created_at < $6)
        """;

    private const string Columns = "m.planet_id, m.seq, m.id, m.created_at, m.type, COALESCE(m.text, '')";

    /// <summary>Messages of the newest blocks that have all the terms, of those whose last id is below <paramref name="before"/>.</summary>
    public async Task<Blocks> OfBlocksAsync(
        SearchScope scope,
        IEnumerable<int> terms,
        Snowflake before,
        int blocks,
        CancellationToken cancellation
    )
    {
        await using var command = Command(
            scope,
            $"""
            WITH {Scope}, hits AS MATERIALIZED (
                SELECT planet_id, block, last_id FROM message_blocks
                WHERE terms @> $9::integer[] AND terms && (SELECT array_agg((id % {Terms.Prime})::integer) FROM scope)
                  AND last_id < $10
                ORDER BY last_id DESC LIMIT $11
            )
            SELECT h.last_id, {Columns}
            FROM hits h
            LEFT JOIN scope s ON s.id = h.planet_id
            LEFT JOIN messages m ON m.planet_id = s.id AND m.seq > h.block::bigint * {MessageBlock.Length}
                AND m.seq <= (h.block + 1)::bigint * {MessageBlock.Length} AND {Asked}
            """,
            terms.ToArray(),
            before.Value,
            blocks
        );
        var last = long.MaxValue;
        var hits = new HashSet<long>();
        var rows = await command.RowsAsync(
            row =>
            {
                hits.Add(row.GetInt64(0));
                last = Math.Min(last, row.GetInt64(0));
                return row.IsDBNull(1) ? (Candidate?)null : Read(row, 1);
            },
            cancellation
        );
        return new Blocks([.. rows.OfType<Candidate>()], hits.Count < blocks ? null : new Snowflake(last));
    }

    /// <summary>What is not indexed, the newest first.</summary>
    public async Task<List<Candidate>> OfTailsAsync(SearchScope scope, CancellationToken cancellation)
    {
        await using var command = Command(
            scope,
            $"""
            WITH {Scope}
            SELECT * FROM (
                SELECT {Columns}
                FROM scope s
                CROSS JOIN LATERAL (
                    SELECT * FROM messages m
                    WHERE m.planet_id = s.id AND {Asked} AND m.seq <= s.head_seq
                      AND m.seq > GREATEST(s.blocks::bigint * {MessageBlock.Length}, s.head_seq - {TailOfPlanet})
                ) m
                UNION
                SELECT {Columns}
                FROM scope s
                CROSS JOIN LATERAL (
                    SELECT DISTINCT seq FROM message_edits WHERE planet_id = s.id AND rev > s.edits_rev
                ) e
                JOIN messages m ON m.planet_id = s.id AND m.seq = e.seq AND {Asked}
            ) m ORDER BY m.id DESC LIMIT {Tail}
            """
        );
        return await command.RowsAsync(row => Read(row, 0), cancellation);
    }

    private NpgsqlCommand Command(SearchScope scope, string sql, params object[] more) =>
        databases.Primary.Command(
            sql,
            [
                scope.UserId.Value,
                scope.PlanetId?.Value,
                scope.TravelId?.Value,
                scope.SenderId?.Value,
                scope.From,
                scope.To,
                scope.Planet,
                scope.Sender,
                .. more,
            ]
        );

    private static Candidate Read(NpgsqlDataReader row, int first) =>
        new(
            row.Id(first),
            row.GetInt64(first + 1),
            row.Id(first + 2),
            row.Time(first + 3),
            row.GetInt16(first + 4),
            row.GetString(first + 5)
        );
}

/// <summary>Messages of some blocks, and below which id the next blocks lie; null where there are no more.</summary>
internal readonly record struct Blocks(List<Candidate> Messages, Snowflake? Next);
