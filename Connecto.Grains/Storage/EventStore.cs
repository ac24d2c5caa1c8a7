using Connecto.Ids;

namespace Connecto.Storage;

/// <summary>Reads what happened in a planet; always from the primary, so that a resume never ends in the past.</summary>
public sealed class EventStore(Databases databases)
{
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
            """
            SELECT rev, kind, seq, actor_id, at, data FROM planet_events
            WHERE planet_id = $1 AND rev > $2 AND rev <= $3 ORDER BY rev
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
