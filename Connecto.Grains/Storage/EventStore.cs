using Connecto.Ids;

namespace Connecto.Storage;

/// <summary>
/// Reads what happened in a planet; always from the primary, so that a resume never ends in the past. What is no sending
/// has a row of its own; that a message was sent is told by the message.
/// </summary>
public sealed class EventStore(Databases databases)
{
    /// <summary>
    /// The seq of the first message after a rev. seq and the rev of the sending grow together, and a planet with n other
    /// events has no message whose rev is more than n ahead of its seq: those up to n places are searched by halves, of
    /// those that are not archived.
    /// Each probe is a subquery with a limit, for of a join the planner may make one that reads all of the planet's
    /// messages each time: a plan that is kept knows of planets of usual size only.
    /// </summary>
    private const string FirstMessage = """
        WITH RECURSIVE search AS (
            SELECT GREATEST(floor_seq + 1, $2 + 1 - (head_rev - head_seq)) AS low,
                   GREATEST(floor_seq, LEAST($2, head_seq)) + 1 AS high
            FROM planets WHERE id = $1
            UNION ALL
            SELECT CASE WHEN m.posted_rev > $2 THEN s.low ELSE m.seq + 1 END,
                   CASE WHEN m.posted_rev > $2 THEN m.seq ELSE s.high END
            FROM search s CROSS JOIN LATERAL (
                SELECT seq, posted_rev FROM messages WHERE planet_id = $1 AND seq = (s.low + s.high) / 2 LIMIT 1
            ) m
            WHERE s.low < s.high
        ), first AS (
            SELECT low AS seq FROM search WHERE low = high
        )
        """;

    /// <summary>At most <paramref name="limit"/> events after <paramref name="afterRev"/>, in order of rev.</summary>
    public async Task<IReadOnlyList<EventRow>> AfterAsync(
        Snowflake planetId,
        long afterRev,
        int limit,
        CancellationToken cancellation = default
    )
    {
        // rev is dense, so a range is the page.
        await using var command = databases.Primary.Command(
            $"""
            {FirstMessage}
            SELECT rev, kind, seq, actor_id, at, data FROM planet_events
            WHERE planet_id = $1 AND rev > $2 AND rev <= $3 AND kind <> 1
            UNION ALL
            SELECT m.posted_rev, 1, m.seq, m.sender_id, m.created_at, NULL
            FROM first CROSS JOIN LATERAL (
                SELECT seq, posted_rev, sender_id, created_at FROM messages
                WHERE planet_id = $1 AND seq >= first.seq ORDER BY seq LIMIT $3 - $2
            ) m
            WHERE m.posted_rev <= $3
            ORDER BY rev
            """,
            planetId.Value,
            afterRev,
            afterRev + limit
        );
        return await command.RowsAsync(
            reader => new EventRow(
                reader.GetInt64(0),
                (EventKind)reader.GetInt16(1),
                reader.LongOrNull(2),
                reader.Id(3),
                reader.Time(4),
                reader.TextOrNull(5)
            ),
            cancellation
        );
    }
}
