using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;
using Connecto.Storage.Replicas;
using Npgsql;

namespace Connecto.Search;

/// <summary>
/// Reads messages that may be what is looked for, of those that the caller may read, from the newest on. What is indexed comes
/// by blocks; what is not indexed yet, and what was edited since, is read as it is. A replica may answer, so what is shown in
/// the end is asked of its planet.
/// </summary>
internal sealed class CandidateStore(Databases databases)
{
    /// <summary>Messages of a planet that are looked through without an index, at most; the newest of them.</summary>
    internal const int TailOfPlanet = 1_000;

    /// <summary>Messages that are looked through without an index in all, at most.</summary>
    internal const int Tail = 10_000;

    // The planets in which he is active, but for those of travels that he has left, with what of each he may see. Each LIMIT
    // of a lateral part, here and below, makes it a probe of a key: the planner knows too little of the bounds.
    private const string Scope = """
        scope AS MATERIALIZED (
            SELECT p.id, p.head_seq, GREATEST(p.floor_seq, CASE WHEN p.history_visible THEN 0 ELSE m.joined_seq END) AS floor,
                   COALESCE(s.blocks, 0) AS blocks, COALESCE(s.edits_rev, 0) AS edits_rev
            FROM planet_members m
            CROSS JOIN LATERAL (SELECT * FROM planets WHERE id = m.planet_id AND deleted_at IS NULL LIMIT 1) p
            LEFT JOIN search_planets s ON s.planet_id = p.id
            WHERE m.user_id = $1 AND m.status = 0 AND ($2::bigint IS NULL OR p.id = $2)
              AND ($3::bigint IS NULL OR p.travel_id = $3)
              AND ($4::text IS NULL OR p.id::text = $4 OR starts_with(lower(p.name), lower($4)))
              AND (p.travel_id IS NULL OR EXISTS (
                  SELECT FROM travel_members t
                  WHERE t.travel_id = p.travel_id AND t.user_id = $1 AND t.left_at IS NULL
              ))
        )
        """;

    // What is not indexed and older than $8, the newest first, and whether there is more of it than is looked through.
    private static readonly string Tails = $"""
        UNION ALL
        SELECT late.is_late, NULL, NULL, NULL, NULL, NULL, m.* FROM (
            SELECT COALESCE(bool_or(
                head_seq - GREATEST(blocks::bigint * {MessageBlock.Length}, floor) > {TailOfPlanet}
            ), false) AS is_late FROM scope
        ) late LEFT JOIN (
            SELECT * FROM (
                SELECT {Columns}
                FROM scope s
                CROSS JOIN LATERAL (
                    SELECT * FROM messages m
                    WHERE m.planet_id = s.id AND {Asked(5)} AND m.seq <= s.head_seq
                      AND m.seq > GREATEST(s.blocks::bigint * {MessageBlock.Length}, s.head_seq - {TailOfPlanet})
                    ORDER BY m.seq DESC LIMIT {TailOfPlanet}
                ) m
                UNION
                SELECT {Columns}
                FROM scope s
                CROSS JOIN LATERAL (
                    SELECT DISTINCT seq FROM message_edits WHERE planet_id = s.id AND rev > s.edits_rev
                ) e
                CROSS JOIN LATERAL (
                    SELECT * FROM messages m WHERE m.planet_id = s.id AND m.seq = e.seq AND {Asked(5)} LIMIT 1
                ) m
            ) m ORDER BY m.id DESC LIMIT {Tail}
        ) m ON true
        """;

    private const string Columns = "m.planet_id, m.seq, m.id, m.created_at, m.type, COALESCE(m.text, '') AS text";

    /// <summary>
    /// Blocks that have all the terms and begin before <paramref name="before"/>: of those whose last message is older than
    /// <paramref name="last"/> the newest, at most so many; and the messages of the first <paramref name="read"/> of them. At
    /// first, without <paramref name="last"/>, with them what is not indexed: one look at both misses nothing that is just
    /// being indexed.
    /// </summary>
    public async Task<Proposal> ProposeAsync(
        SearchScope scope,
        IEnumerable<int> terms,
        string[] patterns,
        Snowflake before,
        Snowflake? last,
        int limit,
        int read,
        CancellationToken cancellation
    )
    {
        var senders = scope.Senders?.Select(Terms.OfSender).ToArray();
        var command = Command(
            scope,
            before,
            $"""
            WITH {Scope}, hits AS MATERIALIZED (
                SELECT planet_id, block, last_id, is_literal FROM message_blocks
                WHERE terms @> $9::integer[] AND terms && (SELECT array_agg((id % {Terms.Prime})::integer) FROM scope)
                  {(senders is null ? "AND $13::integer[] IS NULL" : "AND terms && $13::integer[]")}
                  AND ($6::timestamptz IS NULL OR last_at >= $6) AND ($7::timestamptz IS NULL OR first_at < $7)
                  AND first_id < $8 AND last_id < $10
                ORDER BY last_id DESC LIMIT $11
            )
            SELECT NULL::boolean AS is_late, h.planet_id, h.block, h.last_id, h.is_literal, s.floor, {Columns}
            FROM (SELECT *, row_number() OVER (ORDER BY last_id DESC) AS number FROM hits) h
            LEFT JOIN scope s ON s.id = h.planet_id
            LEFT JOIN LATERAL (
                SELECT * FROM messages m
                WHERE h.number <= $12 AND m.planet_id = s.id AND m.seq > h.block::bigint * {MessageBlock.Length}
                  AND m.seq <= (h.block + 1)::bigint * {MessageBlock.Length} AND {Asked(5)}
                  AND (NOT h.is_literal OR {Has(14)})
                ORDER BY m.seq LIMIT {MessageBlock.Length}
            ) m ON true
            {(last is null ? Tails : "")}
            """,
            terms.ToArray(),
            last?.Value ?? long.MaxValue,
            limit,
            read,
            senders,
            patterns
        );
        var (blocks, isLate, tail) = (new Dictionary<Snowflake, ProposedBlock>(), false, 0);
        var rows = await command.RowsAsync(
            row =>
            {
                Candidate? message = row.IsDBNull(6) ? null : Read(row, 6);
                if (row.IsDBNull(0))
                {
                    var id = row.Id(3);
                    blocks[id] = new ProposedBlock(
                        row.GetInt64(1),
                        row.GetInt32(2),
                        id,
                        row.GetBoolean(4),
                        row.LongOrNull(5)
                    );
                    return message;
                }
                isLate |= row.GetBoolean(0) || ++tail == Tail;
                return message;
            },
            cancellation
        );
        return new Proposal(
            [.. blocks.Values.OrderByDescending(block => block.LastId)],
            [.. rows.OfType<Candidate>()],
            isLate
        );
    }

    /// <summary>Messages of these blocks older than <paramref name="before"/>.</summary>
    public async Task<List<Candidate>> OfBlocksAsync(
        SearchScope scope,
        IEnumerable<ProposedBlock> blocks,
        string[] patterns,
        Snowflake before,
        CancellationToken cancellation
    )
    {
        var readable = blocks.Where(block => block.Floor is not null).ToList();
        var command = databases.Reads.Command(
            $"""
            SELECT {Columns}
            FROM unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::boolean[]) AS s (planet_id, before, floor, is_literal)
            CROSS JOIN LATERAL (
                SELECT * FROM messages m
                WHERE m.planet_id = s.planet_id AND m.seq > s.before AND m.seq <= s.before + {MessageBlock.Length}
                  AND {Asked(1)} AND (NOT s.is_literal OR {Has(9)})
                ORDER BY m.seq LIMIT {MessageBlock.Length}
            ) m
            """,
            scope.Senders?.Select(sender => sender.Value).ToArray(),
            scope.From,
            scope.To,
            before.Value,
            readable.Select(block => block.PlanetId).ToArray(),
            readable.Select(block => MessageBlock.Before(block.Block)).ToArray(),
            readable.Select(block => block.Floor!.Value).ToArray(),
            readable.Select(block => block.IsLiteral).ToArray(),
            patterns
        );
        return await command.RowsAsync(row => Read(row, 0), cancellation);
    }

    /// <summary>Users of exactly this name, whatever its case; of more than a hundred, the oldest.</summary>
    public async Task<ImmutableArray<Snowflake>> NamedAsync(string name, CancellationToken cancellation)
    {
        var command = databases.Reads.Command(
            """
            WITH found AS MATERIALIZED (
                SELECT id, display_name FROM users WHERE search_words(display_name) @@ search_query($1)
            )
            SELECT id FROM found WHERE lower(display_name) = lower($1) ORDER BY id LIMIT 100
            """,
            name
        );
        return [.. await command.RowsAsync(row => row.Id(0), cancellation)];
    }

    // What else is asked of a message, by the four parameters from this one on.
    private static string Asked(int first) =>
        $"""
            m.deleted_at IS NULL AND m.seq > s.floor AND (${first}::bigint[] IS NULL OR m.sender_id = ANY (${first}))
            AND (${first + 1}::timestamptz IS NULL OR m.created_at >= ${first + 1})
            AND (${first + 2}::timestamptz IS NULL OR m.created_at < ${first + 2}) AND m.id < ${first + 3}
            """;

    // Texts without what is asked for are not sent here to be found so: that takes most of the time of a search.
    private static string Has(int patterns) => $"""lower(m.text COLLATE "C") LIKE ALL (${patterns}::text[])""";

    private PoolCommand Command(SearchScope scope, Snowflake before, string sql, params object?[] more) =>
        databases.Reads.Command(
            sql,
            [
                scope.UserId.Value,
                scope.PlanetId?.Value,
                scope.TravelId?.Value,
                scope.Planet,
                scope.Senders?.Select(sender => sender.Value).ToArray(),
                scope.From,
                scope.To,
                before.Value,
                .. more,
            ]
        );

    private static Candidate Read(NpgsqlDataReader row, int first) =>
        new(
            row.Id(first),
            row.GetInt64(first + 1),
            row.Id(first + 2),
            row.Time(first + 3),
            (MessageType)row.GetInt16(first + 4),
            row.GetString(first + 5)
        );
}

/// <summary>A block that may have what is looked for.</summary>
/// <param name="LastId">Its last message.</param>
/// <param name="IsLiteral">Whether its texts can be looked through for plain letters as they are.</param>
/// <param name="Floor">Of the planet the caller may read what comes after it; null where he may read nothing.</param>
internal readonly record struct ProposedBlock(long PlanetId, int Block, Snowflake LastId, bool IsLiteral, long? Floor);

/// <summary>
/// Blocks by their last message, the newest first; messages of the first ones, and what is not indexed; whether there is more
/// of that than is looked through.
/// </summary>
internal readonly record struct Proposal(List<ProposedBlock> Blocks, List<Candidate> Messages, bool IsLate);
