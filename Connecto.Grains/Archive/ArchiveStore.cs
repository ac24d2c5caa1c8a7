using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Archive;

/// <summary>The register of archives in PostgreSQL: what it says of an archive is what counts.</summary>
public sealed class ArchiveStore(Databases databases, TimeProvider time)
{
    private const string Columns = """
        a.id, a.kind, a.state, a.first_at, a.last_at, a.planet_id, a.first_seq, a.last_seq, a.source, a.month,
        a.storage_class, a.manifest::text
        """;

    /// <summary>Enters an archive before its first file is begun, so that files without a row are nobody's.</summary>
    /// <param name="lease">The epoch of the <see cref="ArchiveLease"/> in whose name.</param>
    /// <exception cref="ArchiveLeaseLostException">There is a newer one.</exception>
    internal async Task AddAsync(StoredArchive archive, long lease, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            INSERT INTO archives
                (id, kind, state, planet_id, first_seq, last_seq, source, month, first_at, last_at, storage_class, changed_at)
            SELECT $1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
            FROM archive_lease WHERE id = 1 AND epoch = $12 FOR SHARE
            """,
            archive.Id.Value,
            (short)archive.Kind,
            archive.PlanetId?.Value,
            archive.PlanetId is null ? null : (long?)archive.FirstSeq,
            archive.PlanetId is null ? null : (long?)archive.LastSeq,
            archive.Source,
            archive.Month,
            archive.FirstAt,
            archive.LastAt,
            (short)archive.StorageClass,
            time.GetUtcNow(),
            lease
        );
        if (await command.ChangeAsync(cancellation) != 1)
        {
            throw new ArchiveLeaseLostException();
        }
    }

    /// <summary>Its files are written and read back.</summary>
    /// <exception cref="ArchiveLeaseLostException">Another server archives by now, and may have given it up.</exception>
    internal async Task VerifiedAsync(
        Snowflake id,
        ArchiveManifest manifest,
        long lease,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            WITH held AS (SELECT FROM archive_lease WHERE id = 1 AND epoch = $6 FOR SHARE)
            UPDATE archives SET state = 2, manifest = $2::jsonb, row_count = $3, bytes = $4, changed_at = $5
            FROM held WHERE archives.id = $1 AND state = 1
            """,
            id.Value,
            manifest.ToJson(),
            manifest.Rows,
            manifest.Bytes,
            time.GetUtcNow(),
            lease
        );
        if (await command.ChangeAsync(cancellation) != 1)
        {
            throw new ArchiveLeaseLostException();
        }
    }

    /// <summary>Moves an archive on as part of the transaction that moves its rows; false where it is not in that state.</summary>
    internal async Task<bool> MoveOnAsync(
        NpgsqlConnection connection,
        Snowflake id,
        ArchiveState from,
        ArchiveState to,
        CancellationToken cancellation
    )
    {
        await using var command = connection.Command(
            "UPDATE archives SET state = $3, changed_at = $4 WHERE id = $1 AND state = $2",
            id.Value,
            (short)from,
            (short)to,
            time.GetUtcNow()
        );
        return await command.ChangeAsync(cancellation) == 1;
    }

    public async Task SetClassAsync(Snowflake id, StorageClass storageClass, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "UPDATE archives SET storage_class = $2 WHERE id = $1",
            id.Value,
            (short)storageClass
        );
        await command.ChangeAsync(cancellation);
    }

    /// <summary>
    /// Gives an archive up whose rows are in PostgreSQL: its files may go from here on. False where it has gone on since.
    /// </summary>
    public async Task<bool> DiscardAsync(StoredArchive archive, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "UPDATE archives SET state = 0 WHERE id = $1 AND state = $2 AND state <> 3",
            archive.Id.Value,
            (short)archive.State
        );
        return await command.ChangeAsync(cancellation) == 1;
    }

    /// <summary>Forgets an archive that was given up, once its files are gone.</summary>
    public async Task ForgetAsync(Snowflake id, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "DELETE FROM archives WHERE id = $1 AND state = 0",
            id.Value
        );
        await command.ChangeAsync(cancellation);
    }

    public async Task<StoredArchive?> FindAsync(Snowflake id, CancellationToken cancellation = default)
    {
        await using var command = databases.Primary.Command(
            $"SELECT {Columns} FROM archives a WHERE id = $1",
            id.Value
        );
        return (await command.RowsAsync(Read, cancellation)).SingleOrDefault();
    }

    /// <summary>Those that were begun and are not done, the oldest first.</summary>
    public async Task<IReadOnlyList<StoredArchive>> UnfinishedAsync(CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"SELECT {Columns} FROM archives a WHERE state < 3 ORDER BY id"
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>Those after <paramref name="after"/> by id, for a list.</summary>
    public async Task<IReadOnlyList<StoredArchive>> ListAsync(
        Snowflake? after,
        int limit,
        CancellationToken cancellation = default
    )
    {
        await using var command = databases.Primary.Command(
            $"SELECT {Columns} FROM archives a WHERE id > $1 ORDER BY id LIMIT $2",
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// What an order asks to be restored, in the order in which it can be: of each planet the newest first, and with an
    /// archive all that are newer, for what is missing of a planet is always its beginning.
    /// </summary>
    public async Task<IReadOnlyList<StoredArchive>> WantedAsync(ArchiveOrder order, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"""
            WITH named AS (
                SELECT * FROM archives
                WHERE state = 3 AND ($1::bigint IS NULL OR id = $1) AND ($2::bigint IS NULL OR planet_id = $2)
                  AND ($3::timestamptz IS NULL OR last_at > $3 OR (kind = 1 AND last_at = $3)) AND ($4::timestamptz IS NULL OR first_at < $4)
            ), lowest AS (
                SELECT planet_id, min(first_seq) AS seq FROM named WHERE kind = 1 GROUP BY planet_id
            )
            SELECT {Columns} FROM archives a JOIN lowest l ON l.planet_id = a.planet_id AND a.first_seq >= l.seq
            WHERE a.state = 3 AND a.kind = 1
            UNION ALL
            SELECT {Columns} FROM named a WHERE a.kind = 2
            ORDER BY planet_id NULLS FIRST, first_seq DESC, id
            """,
            order.ArchiveId?.Value,
            order.PlanetId?.Value,
            order.From,
            order.To
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>Whether the order's archive has come back since it was given.</summary>
    public async Task<bool> IsRestoredByAsync(ArchiveOrder order, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT EXISTS (
                SELECT FROM archives a JOIN archive_orders o ON o.id = $2
                WHERE a.id = $1 AND a.state = 4 AND a.changed_at >= o.created_at
            )
            """,
            order.ArchiveId?.Value,
            order.Id
        );
        return (bool)(await command.ValueAsync(cancellation))!;
    }

    /// <summary>Archives of a lower class whose newest row is at least as old as that.</summary>
    public async Task<IReadOnlyList<StoredArchive>> AgedAsync(
        StorageClass below,
        DateTimeOffset lastBefore,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns} FROM archives a WHERE state = 3 AND storage_class < $1 AND last_at <= $2
            ORDER BY id LIMIT $3
            """,
            (short)below,
            lastBefore,
            limit
        );
        return await command.RowsAsync(Read, cancellation);
    }

    /// <summary>
    /// Restored archives whose rows another archive, which is done, holds as well. Of events that is every one of the same
    /// month: what came back from the default partition's is in the month's partition where there is one, and then only there.
    /// </summary>
    public async Task<IReadOnlyList<StoredArchive>> ReplacedAsync(StoredArchive by, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"""
            SELECT {Columns} FROM archives a
            WHERE state = 4 AND kind = $1 AND (
                (kind = 1 AND planet_id = $2 AND last_seq <= $3) OR (kind = 2 AND month = $4)
            )
            """,
            (short)by.Kind,
            by.PlanetId?.Value ?? 0,
            by.LastSeq,
            by.Month ?? default
        );
        return await command.RowsAsync(Read, cancellation);
    }

    private static StoredArchive Read(NpgsqlDataReader row) =>
        new(row.Id(0), (ArchiveKind)row.GetInt16(1), (ArchiveState)row.GetInt16(2), row.Time(3), row.Time(4))
        {
            PlanetId = row.IsDBNull(5) ? null : row.Id(5),
            FirstSeq = row.LongOrNull(6) ?? 0,
            LastSeq = row.LongOrNull(7) ?? 0,
            Source = row.TextOrNull(8),
            Month = row.IsDBNull(9) ? null : row.GetFieldValue<DateOnly>(9),
            StorageClass = (StorageClass)row.GetInt16(10),
            Manifest = row.TextOrNull(11) is { } manifest ? ArchiveManifest.Parse(manifest) : null,
        };
}
