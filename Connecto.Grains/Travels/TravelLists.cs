using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Travels;

/// <summary>Lists of travels and of their members, by keyset. What is not cached comes from the read-only pool.</summary>
public sealed class TravelLists(Databases databases)
{
    /// <summary>Travels that are looked through for words one by one, before the index of words is asked.</summary>
    private const string LookedThrough = "2000";

    private const string Public = "visibility = 0 AND deleted_at IS NULL AND id < $2";

    private const string NewestPublic = $"SELECT * FROM travels WHERE {Public} ORDER BY id DESC LIMIT $3";

    // The index of words knows no order, so it serves words that few titles have. Words that many have are met often
    // enough among the newest travels; where those fill the page, the second part is not run.
    private const string PublicByWords = $"""
        WITH near AS MATERIALIZED (
            SELECT * FROM (SELECT * FROM travels WHERE {Public} ORDER BY id DESC LIMIT {LookedThrough}) newest
            WHERE title_words @@ search_query($4) ORDER BY id DESC LIMIT $3
        ), far AS MATERIALIZED (
            SELECT * FROM travels
            WHERE {Public} AND title_words @@ search_query($4) AND (SELECT count(*) FROM near) < $3
        )
        SELECT * FROM near WHERE (SELECT count(*) FROM near) >= $3 UNION ALL SELECT * FROM far
        """;

    /// <summary>
    /// Travels that the user may know of, the newest first, those before <paramref name="before"/>; with
    /// <paramref name="words"/> those in whose title every word of it begins a word.
    /// </summary>
    public async Task<List<Travel>> SearchAsync(
        Snowflake userId,
        string? words,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        // Public ones, and the private ones of his memberships. The inner LIMIT makes each of those one probe of its
        // key.
        var command = databases.Reads.Command(
            $"""
            SELECT {TravelRows.Columns} FROM (
                ({(words is null ? NewestPublic : PublicByWords)}) UNION ALL (
                    SELECT own.* FROM travel_members m CROSS JOIN LATERAL (
                        SELECT * FROM travels
                        WHERE id = m.travel_id AND visibility = 1 AND deleted_at IS NULL
                            {(words is null ? "" : "AND title_words @@ search_query($4)")}
                        LIMIT 1
                    ) own
                    WHERE m.user_id = $1 AND m.left_at IS NULL AND m.travel_id < $2
                    ORDER BY m.travel_id DESC LIMIT $3
                )
            ) t ORDER BY t.id DESC LIMIT $3
            """,
            [userId.Value, before?.Value ?? long.MaxValue, limit, .. words is null ? [] : new object[] { words }]
        );
        return await command.RowsAsync(TravelRows.Read, cancellation);
    }

    /// <summary>
    /// Public travels by their members, of equal ones the newest first, those after <paramref name="after"/>. From the
    /// primary, as this is cached: a replica may not have yet what has just been given up.
    /// </summary>
    public async Task<List<Travel>> PopularAsync(TravelRank? after, int limit, CancellationToken cancellation)
    {
        var (members, id) = after ?? TravelRank.First;
        await using var command = databases.Primary.Command(
            $"""
            SELECT {TravelRows.Columns} FROM travels t
            WHERE visibility = 0 AND deleted_at IS NULL AND (member_count, id) < ($1, $2)
            ORDER BY member_count DESC, id DESC LIMIT $3
            """,
            members,
            id.Value,
            limit
        );
        return await command.RowsAsync(TravelRows.Read, cancellation);
    }

    /// <summary>Who takes part in the travel, by id, those after <paramref name="after"/>. From the primary likewise.</summary>
    public async Task<List<TravelMember>> MembersAsync(
        Snowflake travelId,
        Snowflake? after,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT m.user_id, COALESCE(u.display_name, ''), m.joined_at
            FROM travel_members m LEFT JOIN users u ON u.id = m.user_id
            WHERE m.travel_id = $1 AND m.user_id > $2 AND m.left_at IS NULL
            ORDER BY m.user_id LIMIT $3
            """,
            travelId.Value,
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(row => new TravelMember(row.Id(0), row.GetString(1), row.Time(2)), cancellation);
    }
}
