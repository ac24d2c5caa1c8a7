using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Users;

/// <summary>Counts what a user has not read, from the messages themselves, so that a badge cannot drift.</summary>
public sealed class UnreadStore(Databases databases)
{
    /// <summary>Counts stay here.</summary>
    public const int Most = 999;

    /// <summary>
    /// What lies after each cursor and after the user's own newest message there (sending one moves his cursor to it,
    /// which may not be flushed yet, and stays where it is when the message is deleted). Deleted messages do not count.
    /// </summary>
    public async Task<Dictionary<Snowflake, Unread>> CountAsync(
        Snowflake userId,
        IReadOnlyCollection<PlanetCursor> cursors,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT c.planet_id, own.seq, unread.messages, mentioned.messages
            FROM unnest($2, $3) AS c (planet_id, seq)
            CROSS JOIN LATERAL (
                SELECT greatest(c.seq, max(newest.seq) FILTER (WHERE newest.sender_id = $1)) AS seq
                FROM (
                    SELECT seq, sender_id FROM messages
                    WHERE planet_id = c.planet_id AND seq > c.seq
                    ORDER BY seq DESC LIMIT {Most}
                ) newest
            ) own
            CROSS JOIN LATERAL (
                SELECT count(*) AS messages FROM (
                    SELECT FROM messages
                    WHERE planet_id = c.planet_id AND seq > own.seq AND deleted_at IS NULL
                    ORDER BY seq DESC LIMIT {Most}
                ) left_over
            ) unread
            CROSS JOIN LATERAL (
                SELECT count(*) AS messages FROM (
                    SELECT FROM messages
                    WHERE planet_id = c.planet_id AND seq > own.seq AND deleted_at IS NULL
                      AND (mentions_all OR mentions <> ARRAY[]::bigint[]) AND (mentions_all OR $1 = ANY (mentions))
                    LIMIT {Most}
                ) left_over
            ) mentioned
            """,
            userId.Value,
            cursors.Select(cursor => cursor.PlanetId.Value).ToArray(),
            cursors.Select(cursor => cursor.Seq).ToArray()
        );
        var rows = await command.RowsAsync(
            row =>
                (
                    PlanetId: new Snowflake(row.GetInt64(0)),
                    Unread: new Unread(row.GetInt64(1), (int)row.GetInt64(2), (int)row.GetInt64(3))
                ),
            cancellation
        );
        return rows.ToDictionary(row => row.PlanetId, row => row.Unread);
    }
}

/// <summary>How far the user has read, and how much is left, up to <see cref="UnreadStore.Most"/> each.</summary>
public readonly record struct Unread(long LastReadSeq, int Messages, int Mentions);
