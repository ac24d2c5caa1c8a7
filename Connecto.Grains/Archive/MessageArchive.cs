using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Archive;

/// <summary>
/// Messages of a planet by ranges of seq, with their reactions and earlier texts: what is missing of a planet is always
/// its beginning, up to its <c>floor_seq</c>.
/// </summary>
public sealed class MessageArchive(Databases databases, ArchiveStore archives)
{
    /// <summary>Messages of one archive at most: its transaction holds up its planet, and its rows are in one piece.</summary>
    internal const int MaxMessages = 5_000;

    /// <summary>The newest messages of a planet are never archived: an activation holds them.</summary>
    internal const int Kept = RecentMessages.Capacity;

    /// <summary>How long a planet waits for its messages to be taken out, beginning and commit included.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Every change of a message moves its rev on, so as long as these stand, the rows are as they were.</summary>
    private const string Marks = """
        SELECT (SELECT count(*) FROM messages WHERE planet_id = $1 AND seq BETWEEN $2 AND $3),
               (SELECT COALESCE(sum(rev), 0)::bigint FROM messages WHERE planet_id = $1 AND seq BETWEEN $2 AND $3),
               (SELECT count(*) FROM message_reactions WHERE planet_id = $1 AND seq BETWEEN $2 AND $3),
               (SELECT count(*) FROM message_edits WHERE planet_id = $1 AND seq BETWEEN $2 AND $3)
        """;

    /// <summary>Those after which nothing else that is archived is left must come last: they are deleted in this order.</summary>
    private static readonly string[] _tables = ["message_reactions", "message_edits", "messages"];

    /// <summary>
    /// Of the planets after <paramref name="after"/> by id, at most 1,000: whether each has a message from before
    /// <paramref name="before"/> that may leave. None of whose messages were restored since <paramref name="restored"/>.
    /// </summary>
    internal async Task<IReadOnlyList<(Snowflake Id, bool IsDue)>> PlanetsAsync(
        Snowflake? after,
        DateTimeOffset before,
        DateTimeOffset restored,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT p.id, p.deleted_at IS NULL AND p.head_seq - p.floor_seq > $2 AND first.created_at < $3
                AND NOT EXISTS (
                    SELECT FROM archives a WHERE a.planet_id = p.id AND a.state = 4 AND a.changed_at > $4
                )
            FROM (SELECT * FROM planets WHERE id > $1 ORDER BY id LIMIT 1000) p
            CROSS JOIN LATERAL (
                SELECT max(created_at) AS created_at FROM messages WHERE planet_id = p.id AND seq = p.floor_seq + 1
            ) first
            ORDER BY p.id
            """,
            after?.Value ?? 0,
            (long)Kept,
            before,
            restored
        );
        return await command.RowsAsync(row => (row.Id(0), !row.IsDBNull(1) && row.GetBoolean(1)), cancellation);
    }

    /// <summary>
    /// The next range of a planet that may leave: of one month, at most <see cref="MaxMessages"/>, all from before a time.
    /// Null where there is none.
    /// </summary>
    internal async Task<StoredArchive?> NextAsync(
        Snowflake id,
        Snowflake planetId,
        DateTimeOffset before,
        CancellationToken cancellation
    )
    {
        // created_at never goes back within a planet, so what is old is its beginning.
        await using var command = databases.Primary.Command(
            """
            WITH range AS (
                SELECT m.seq, m.created_at FROM planets p
                JOIN messages m ON m.planet_id = p.id AND m.seq > p.floor_seq
                    AND m.seq <= least(p.head_seq - $3, p.floor_seq + $4)
                WHERE p.id = $1 AND p.deleted_at IS NULL AND m.created_at < $2
            ), month AS (
                SELECT date_trunc('month', min(created_at) AT TIME ZONE 'UTC') AS month FROM range
            )
            SELECT min(seq), max(seq), min(created_at), max(created_at) FROM range, month
            WHERE date_trunc('month', created_at AT TIME ZONE 'UTC') = month.month
            """,
            planetId.Value,
            before,
            (long)Kept,
            (long)MaxMessages
        );
        var ranges = await command.RowsAsync(
            row =>
                row.IsDBNull(0)
                    ? null
                    : new StoredArchive(id, ArchiveKind.Messages, ArchiveState.Writing, row.Time(2), row.Time(3))
                    {
                        PlanetId = planetId,
                        FirstSeq = row.GetInt64(0),
                        LastSeq = row.GetInt64(1),
                    },
            cancellation
        );
        return ranges.SingleOrDefault();
    }

    /// <summary>Writes the files; the rows stay as they are.</summary>
    internal async Task<ArchiveManifest> WriteAsync(
        IArchiveFiles files,
        StoredArchive archive,
        CancellationToken cancellation
    )
    {
        object?[] range = [archive.PlanetId!.Value.Value, archive.FirstSeq, archive.LastSeq];
        await using var session = await ArchiveSession.ReadAsync(databases, cancellation);
        await using var writer = new ArchiveWriter(files, archive);
        var tables = new List<ArchiveTable>();
        foreach (var table in _tables.Reverse())
        {
            var query = $"SELECT * FROM {table} WHERE planet_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq";
            await ArchiveRows.ExportAsync(session.Connection, writer, table, query, cancellation, range);
            var columns = await ArchiveRows.ColumnsAsync(session.Connection, table, cancellation);
            tables.Add(new ArchiveTable(table, writer.RowsOf(table), columns));
        }
        var marks = await session.NumbersAsync(Marks, cancellation, range);
        return archive.Describe(tables, await writer.CompleteAsync(), marks);
    }

    /// <summary>
    /// Deletes what a verified archive holds and raises the planet's floor, in one transaction. Only the planet's
    /// activation may do so, with its epoch, while it has no batch under way.
    /// </summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="Patience"/>, and may be done all the same.</exception>
    internal Task<TakingOut> TakeOutAsync(Snowflake archiveId, Snowflake planetId, long epoch) =>
        // A PostgreSQL that stands still does not let its client cancel either.
        TakeOutWithinAsync(archiveId, planetId, epoch).WaitAsync(Patience);

    private async Task<TakingOut> TakeOutWithinAsync(Snowflake archiveId, Snowflake planetId, long epoch)
    {
        using var patience = new CancellationTokenSource(Patience);
        var cancellation = patience.Token;
        var archive = await archives.FindAsync(archiveId, cancellation);
        if (archive is { State: ArchiveState.Done } && archive.PlanetId == planetId)
        {
            return new TakingOut.Done(archive.LastSeq);
        }
        if (archive?.State != ArchiveState.Verified || archive.PlanetId != planetId)
        {
            return new TakingOut.Changed();
        }
        object?[] range = [planetId.Value, archive.FirstSeq, archive.LastSeq];
        await using var session = await ArchiveSession.WriteAsync(databases, cancellation);
        // First: whoever claims the planet from here on waits for what this transaction does.
        var planet = await session.NumbersAsync(
            "SELECT epoch, floor_seq, head_seq FROM planets WHERE id = $1 AND deleted_at IS NULL FOR UPDATE",
            cancellation,
            planetId.Value
        );
        if (planet[0] != epoch)
        {
            return new TakingOut.Lost();
        }
        var marks = await session.NumbersAsync(Marks, cancellation, range);
        if (
            planet[1] != archive.FirstSeq - 1
            || planet[2] - Kept < archive.LastSeq
            || !marks.SequenceEqual(archive.Manifest!.Marks)
        )
        {
            return new TakingOut.Changed();
        }
        foreach (var table in _tables)
        {
            await session.RunAsync(
                $"DELETE FROM {table} WHERE planet_id = $1 AND seq BETWEEN $2 AND $3",
                cancellation,
                range
            );
        }
        await session.RunAsync(
            "UPDATE planets SET floor_seq = $2 WHERE id = $1",
            cancellation,
            planetId.Value,
            archive.LastSeq
        );
        if (
            !await archives.MoveOnAsync(
                session.Connection,
                archive.Id,
                ArchiveState.Verified,
                ArchiveState.Done,
                cancellation
            )
        )
        {
            return new TakingOut.Changed();
        }
        await session.CommitAsync(cancellation);
        return new TakingOut.Done(archive.LastSeq);
    }

    /// <summary>Brings a verified archive's rows back and lowers the floor; the planet's activation must be told then.</summary>
    /// <exception cref="ArchiveDamagedException">It does not fit: newer messages are archived still.</exception>
    internal async Task RestoreAsync(IArchiveFiles files, StoredArchive archive, CancellationToken cancellation)
    {
        object?[] range = [archive.PlanetId!.Value.Value, archive.FirstSeq, archive.LastSeq];
        await using var session = await ArchiveSession.WriteAsync(databases, cancellation);
        // A key may have been used anew since its message left: the older message gives it up. No client's key has a space.
        await session.RunAsync(
            """
            CREATE TEMPORARY TABLE restored_messages (LIKE messages INCLUDING DEFAULTS) ON COMMIT DROP
            """,
            cancellation
        );
        await ArchiveRows.ImportAsync(
            session.Connection,
            files,
            archive.Manifest!,
            table => table == "messages" ? "restored_messages" : table,
            cancellation
        );
        await session.RunAsync(
            """
            UPDATE restored_messages r SET client_message_id = 'archived ' || seq WHERE EXISTS (
                SELECT FROM messages m WHERE m.planet_id = r.planet_id AND m.sender_id = r.sender_id
                  AND m.client_message_id = r.client_message_id
            )
            """,
            cancellation
        );
        await session.RunAsync("INSERT INTO messages SELECT * FROM restored_messages", cancellation);
        // Replies were counted on, or not, while their roots were away.
        await session.RunAsync(
            """
            UPDATE messages m SET reply_count = replies.count FROM (
                SELECT reply_to_seq, count(*) FROM messages
                WHERE planet_id = $1 AND reply_to_seq BETWEEN $2 AND $3 GROUP BY reply_to_seq
            ) replies
            WHERE m.planet_id = $1 AND m.seq = replies.reply_to_seq AND m.reply_count <> replies.count
            """,
            cancellation,
            range
        );
        // Last: it holds up the planet.
        var lowered = await session.RunAsync(
            "UPDATE planets SET floor_seq = $2 - 1 WHERE id = $1 AND floor_seq = $3",
            cancellation,
            range
        );
        if (
            lowered != 1
            || !await archives.MoveOnAsync(
                session.Connection,
                archive.Id,
                ArchiveState.Done,
                ArchiveState.Restored,
                cancellation
            )
        )
        {
            throw new ArchiveDamagedException($"Archive {archive.Id} is not the newest of planet {archive.PlanetId}.");
        }
        await session.CommitAsync(cancellation);
    }
}
