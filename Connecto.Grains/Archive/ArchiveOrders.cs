using Connecto.Storage;

namespace Connecto.Archive;

/// <summary>Orders in PostgreSQL, by which an operator's command reaches whichever server does the work.</summary>
public sealed class ArchiveOrders(Databases databases, TimeProvider time)
{
    private static readonly TimeSpan _keptFor = TimeSpan.FromDays(90);

    /// <summary>Adds an order; answers its number, which is also its place.</summary>
    public async Task<long> AddAsync(ArchiveOrder order, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            """
            INSERT INTO archive_orders (kind, is_daily, archive_id, planet_id, from_at, to_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id
            """,
            (short)order.Kind,
            order.IsDaily,
            order.ArchiveId?.Value,
            order.PlanetId?.Value,
            order.From,
            order.To,
            time.GetUtcNow()
        );
        return (long)(await command.ValueAsync(cancellation))!;
    }

    /// <summary>The order that has waited the longest; null where there is none.</summary>
    public async Task<ArchiveOrder?> NextAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT id, kind, is_daily, archive_id, planet_id, from_at, to_at FROM archive_orders
            WHERE ended_at IS NULL ORDER BY id LIMIT 1
            """
        );
        var next = await command.RowsAsync(
            row => new ArchiveOrder((ArchiveOrderKind)row.GetInt16(1))
            {
                Id = row.GetInt64(0),
                IsDaily = row.GetBoolean(2),
                ArchiveId = row.IsDBNull(3) ? null : row.Id(3),
                PlanetId = row.IsDBNull(4) ? null : row.Id(4),
                From = row.TimeOrNull(5),
                To = row.TimeOrNull(6),
            },
            cancellation
        );
        return next.SingleOrDefault();
    }

    /// <summary>
    /// Whether the day's archiving is due: none waits, none has succeeded for a day, and none has failed lately.
    /// </summary>
    public async Task<bool> IsDailyDueAsync(TimeSpan every, TimeSpan afterFailure, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT NOT EXISTS (
                SELECT FROM archive_orders
                WHERE kind = 1 AND (ended_at IS NULL OR ended_at > CASE WHEN failed THEN $2 ELSE $1 END)
            )
            """,
            time.GetUtcNow() - every,
            time.GetUtcNow() - afterFailure
        );
        return (bool)(await command.ValueAsync(cancellation))!;
    }

    /// <summary>Ends an order, and forgets those that ended months ago.</summary>
    /// <param name="lease">The epoch of the <see cref="ArchiveLease"/> in whose name.</param>
    /// <exception cref="ArchiveLeaseLostException">There is a newer one.</exception>
    internal async Task EndAsync(long id, ArchiveResult result, long lease, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            WITH forgotten AS (DELETE FROM archive_orders WHERE ended_at < $6)
            UPDATE archive_orders o SET ended_at = $2, failed = $3, result = $4
            FROM archive_lease l WHERE o.id = $1 AND l.id = 1 AND l.epoch = $5
            """,
            id,
            time.GetUtcNow(),
            result.Failed,
            result.Text,
            lease,
            time.GetUtcNow() - _keptFor
        );
        if (await command.ChangeAsync(cancellation) != 1)
        {
            throw new ArchiveLeaseLostException();
        }
    }

    /// <summary>When a round last ended without a failure; null where none has.</summary>
    internal async Task<DateTimeOffset?> LastSuccessAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "SELECT max(ended_at) FROM archive_orders WHERE kind = 1 AND NOT failed"
        );
        return (await command.RowsAsync(row => row.TimeOrNull(0), cancellation)).Single();
    }

    /// <summary>How an order ended; null while it has not.</summary>
    public async Task<ArchiveResult?> ResultAsync(long id, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            "SELECT failed, result FROM archive_orders WHERE id = $1 AND ended_at IS NOT NULL",
            id
        );
        var results = await command.RowsAsync(
            row => new ArchiveResult(row.GetBoolean(0), row.GetString(1)),
            cancellation
        );
        return results.SingleOrDefault();
    }
}
