using System.Globalization;
using System.Text.RegularExpressions;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Archive;

/// <summary>
/// Events by months: a month's partition of <c>planet_events</c> goes as a whole, and of what the default partition caught
/// the rows of the month. A replay finds the hole and answers a snapshot.
/// </summary>
public sealed partial class EventArchive(Databases databases, ArchiveStore archives)
{
    internal const string Default = "planet_events_default";

    /// <summary>How long detaching may wait for who reads events, and all who come after wait for it.</summary>
    private const string LockTimeout = "SET LOCAL lock_timeout = '2s'";

    /// <summary>
    /// Tables and months all of which is from before a time, but for months of which anything was restored since another, or
    /// is being archived already.
    /// </summary>
    internal async Task<IReadOnlyList<(string Source, DateOnly Month)>> DueAsync(
        DateTimeOffset before,
        DateTimeOffset restored,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $$"""
            SELECT s.source, s.month FROM (
                SELECT c.relname::text AS source, to_date(right(c.relname, 7), 'YYYY_MM') AS month
                FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = 'planet_events'::regclass AND c.relname ~ '^planet_events_[0-9]{4}_[0-9]{2}$'
                UNION ALL
                SELECT DISTINCT '{{Default}}', date_trunc('month', at AT TIME ZONE 'UTC')::date FROM {{Default}}
                WHERE at < $1
            ) s
            WHERE (s.month + interval '1 month') AT TIME ZONE 'UTC' <= $1 AND NOT EXISTS (
                SELECT FROM archives a
                WHERE a.kind = 2 AND a.month = s.month
                  AND (a.state IN (1, 2) OR a.state = 4 AND a.changed_at > $2)
            )
            ORDER BY s.month, s.source
            """,
            before,
            restored
        );
        return await command.RowsAsync(row => (row.GetString(0), row.GetFieldValue<DateOnly>(1)), cancellation);
    }

    internal static StoredArchive New(Snowflake id, string source, DateOnly month) =>
        new(id, ArchiveKind.Events, ArchiveState.Writing, Start(month), Start(month.AddMonths(1)))
        {
            Source = source,
            Month = month,
        };

    /// <summary>Writes the files; the rows stay as they are.</summary>
    internal async Task<ArchiveManifest> WriteAsync(
        IArchiveFiles files,
        StoredArchive archive,
        CancellationToken cancellation
    )
    {
        var source = SourceOf(archive);
        await using var session = await ArchiveSession.ReadAsync(databases, cancellation);
        await using var writer = new ArchiveWriter(files, archive);
        await ArchiveRows.ExportAsync(
            session.Connection,
            writer,
            "planet_events",
            $"SELECT * FROM {source} WHERE at >= $1 AND at < $2 ORDER BY planet_id, rev",
            cancellation,
            archive.FirstAt,
            archive.LastAt
        );
        var marks = await session.NumbersAsync(Marks(source), cancellation, archive.FirstAt, archive.LastAt);
        var columns = await ArchiveRows.ColumnsAsync(session.Connection, source, cancellation);
        var table = new ArchiveTable("planet_events", writer.RowsOf("planet_events"), columns);
        return archive.Describe([table], await writer.CompleteAsync(), marks);
    }

    /// <summary>Drops what a verified archive holds, in one transaction; false where it has changed since.</summary>
    internal async Task<bool> TakeOutAsync(StoredArchive archive, CancellationToken cancellation)
    {
        var source = SourceOf(archive);
        await using var session = await ArchiveSession.WriteAsync(databases, cancellation);
        await session.RunAsync(LockTimeout, cancellation);
        // Nothing is added from here on; nobody who reads is held up while the rows are counted.
        await session.RunAsync($"LOCK TABLE {source} IN SHARE ROW EXCLUSIVE MODE", cancellation);
        var marks = await session.NumbersAsync(Marks(source), cancellation, archive.FirstAt, archive.LastAt);
        if (
            !marks.SequenceEqual(archive.Manifest!.Marks)
            || !await archives.MoveOnAsync(
                session.Connection,
                archive.Id,
                ArchiveState.Verified,
                ArchiveState.Done,
                cancellation
            )
        )
        {
            return false;
        }
        if (source == Default)
        {
            await session.RunAsync(
                $"DELETE FROM {Default} WHERE at >= $1 AND at < $2",
                cancellation,
                archive.FirstAt,
                archive.LastAt
            );
        }
        else
        {
            await session.RunAsync($"ALTER TABLE planet_events DETACH PARTITION {source}", cancellation);
            await session.RunAsync($"DROP TABLE {source}", cancellation);
        }
        await session.CommitAsync(cancellation);
        return true;
    }

    /// <summary>Brings a verified archive's rows back, in one transaction.</summary>
    internal async Task RestoreAsync(IArchiveFiles files, StoredArchive archive, CancellationToken cancellation)
    {
        var source = SourceOf(archive);
        await using var session = await ArchiveSession.WriteAsync(databases, cancellation);
        var isThere = (await ArchiveRows.ColumnsAsync(session.Connection, source, cancellation)).Length > 0;
        if (!isThere)
        {
            await session.RunAsync($"CREATE TABLE {source} (LIKE planet_events INCLUDING ALL)", cancellation);
        }
        await ArchiveRows.ImportAsync(
            session.Connection,
            files,
            archive.Manifest!,
            _ => isThere ? "planet_events" : source,
            cancellation
        );
        if (!isThere)
        {
            await AttachAsync(session, archive, source, cancellation);
        }
        if (
            !await archives.MoveOnAsync(
                session.Connection,
                archive.Id,
                ArchiveState.Done,
                ArchiveState.Restored,
                cancellation
            )
        )
        {
            throw new ArchiveDamagedException($"Archive {archive.Id} is restored already.");
        }
        await session.CommitAsync(cancellation);
    }

    // What the default partition caught of the month would keep it from being attached.
    private static async Task AttachAsync(
        ArchiveSession session,
        StoredArchive archive,
        string source,
        CancellationToken cancellation
    )
    {
        await session.RunAsync(LockTimeout, cancellation);
        await session.RunAsync($"LOCK TABLE {Default} IN ACCESS EXCLUSIVE MODE", cancellation);
        await session.RunAsync(
            $"""
            WITH moved AS (DELETE FROM {Default} WHERE at >= $1 AND at < $2 RETURNING *)
            INSERT INTO {source} SELECT * FROM moved
            """,
            cancellation,
            archive.FirstAt,
            archive.LastAt
        );
        await session.RunAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"ALTER TABLE planet_events ATTACH PARTITION {source} FOR VALUES FROM ('{archive.FirstAt:u}') TO ('{archive.LastAt:u}')"
            ),
            cancellation
        );
    }

    private static string Marks(string source) =>
        $"""
            SELECT count(*), COALESCE(sum(rev), 0)::bigint, COALESCE(sum(planet_id % 1000003), 0)::bigint
            FROM {source} WHERE at >= $1 AND at < $2
            """;

    // It becomes part of statements.
    private static string SourceOf(StoredArchive archive) =>
        archive.Source is { } source && (source == Default || Monthly().IsMatch(source))
            ? source
            : throw new ArchiveDamagedException($"Archive {archive.Id} is of no table of events.");

    private static DateTimeOffset Start(DateOnly month) => new(month.Year, month.Month, 1, 0, 0, 0, TimeSpan.Zero);

    [GeneratedRegex("^planet_events_[0-9]{4}_[0-9]{2}$")]
    private static partial Regex Monthly();
}
