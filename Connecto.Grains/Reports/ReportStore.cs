using Connecto.Admin;
using Connecto.Caching;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Reports;

/// <summary>Reports in PostgreSQL. Safe for any number of callers.</summary>
public sealed class ReportStore(
    Databases databases,
    SnowflakeGenerator ids,
    AuditLog audit,
    ChangeTeller changes,
    TimeProvider time
)
{
    private const string Select = """
        SELECT r.id, r.planet_id, r.seq, r.message_id, r.sender_id, r.reporter_id, r.reason, r.status, r.created_at,
               r.resolved_by, r.resolved_at, r.note, m.text, r.reported_text, r.reported_rev,
               CASE WHEN p.deleted_at IS NOT NULL THEN 3 WHEN r.seq <= p.floor_seq THEN 2
                    WHEN m.deleted_at IS NOT NULL THEN 1 ELSE 0 END::smallint, p.name
        FROM reports r JOIN planets p ON p.id = r.planet_id
        LEFT JOIN messages m ON m.planet_id = r.planet_id AND m.seq = r.seq
        """;

    /// <summary>Keeps the report with the message as it is now; who has reported this message before gets that report's id again.</summary>
    public async Task<(Snowflake Id, bool Made)> AddAsync(
        Message message,
        Snowflake reporterId,
        string reason,
        CancellationToken cancellation
    )
    {
        var id = ids.Next();
        await using var command = databases.Primary.Command(
            """
            INSERT INTO reports (
                id, planet_id, seq, message_id, sender_id, reporter_id, reason, created_at, reported_text, reported_rev
            )
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (planet_id, seq, reporter_id) DO UPDATE SET reporter_id = excluded.reporter_id
            RETURNING id
            """,
            id.Value,
            message.PlanetId.Value,
            message.Seq,
            message.Id.Value,
            message.SenderId.Value,
            reporterId.Value,
            reason,
            time.GetUtcNow(),
            message.Text,
            message.Rev
        );
        var writing = changes.AfterAsync(command.ValueAsync(cancellation), reporterId, CacheTags.OpenReports);
        var kept = new Snowflake((long)(await writing)!);
        return (kept, kept == id);
    }

    /// <summary>Reports of this status, newest first, those before <paramref name="before"/>.</summary>
    public async Task<List<Report>> ListAsync(
        ReportStatus status,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            $"{Select} WHERE r.status = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3",
            (short)status,
            before?.Value ?? long.MaxValue,
            limit
        );
        return await command.RowsAsync(ReadReport, cancellation);
    }

    public async Task<Report?> FindAsync(Snowflake id, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command($"{Select} WHERE r.id = $1", id.Value);
        return (await command.RowsAsync(ReadReport, cancellation)).SingleOrDefault();
    }

    /// <summary>
    /// Sets what has become of a report, and audits it in the same transaction; answers the report as it is then. A
    /// note of null leaves the one that is there, an empty one takes it away; an open report is resolved by nobody.
    /// </summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.Conflict"/>: another admin has settled it, be it since it was read. He may have done something
    /// about it, so it is opened again first.
    /// </exception>
    public async Task<Report> SetAsync(
        Report report,
        ReportStatus status,
        string? note,
        Snowflake actorId,
        string? address,
        CancellationToken cancellation
    )
    {
        var isOpen = status == ReportStatus.Open;
        if (!isOpen && report.ResolvedBy is { } other && other != actorId)
        {
            throw new ChatException(ErrorCode.Conflict, "Another admin has settled it meanwhile.");
        }
        var after = report with
        {
            Status = status,
            ResolvedBy = isOpen ? null : actorId,
            ResolvedAt = isOpen ? null : time.GetUtcNow(),
            Note =
                note is null ? report.Note
                : note.Length > 0 ? note
                : null,
        };
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            """
            UPDATE reports SET status = $2, resolved_by = $3, resolved_at = $4,
                note = CASE WHEN $5::text IS NULL THEN note ELSE nullif($5, '') END
            WHERE id = $1 AND status = $6 AND resolved_by IS NOT DISTINCT FROM $7::bigint
            """,
            report.Id.Value,
            (short)status,
            after.ResolvedBy?.Value,
            after.ResolvedAt,
            note,
            (short)report.Status,
            report.ResolvedBy?.Value
        );
        var detail = new Dictionary<string, object?> { ["status"] = status.ToString(), ["note"] = note };
        audit.AddIf(
            batch,
            new AuditAct(actorId, "report.change", AuditTarget.Report(report.Id), detail, address),
            """
            FROM reports WHERE reports.id = $8 AND status = $9 AND resolved_by IS NOT DISTINCT FROM $10::bigint
              AND resolved_at IS NOT DISTINCT FROM $11::timestamptz
            """,
            report.Id.Value,
            (short)status,
            after.ResolvedBy?.Value,
            after.ResolvedAt
        );
        await changes.AfterAsync(batch.ChangeAsync(cancellation), actorId, CacheTags.OpenReports);
        return batch.BatchCommands[0].RecordsAffected == 1
            ? after
            : throw new ChatException(ErrorCode.Conflict, "Somebody has changed it at this moment.");
    }

    private static Report ReadReport(NpgsqlDataReader row) =>
        new(
            row.Id(0),
            row.Id(1),
            row.GetInt64(2),
            row.Id(3),
            row.Id(4),
            row.Id(5),
            row.GetString(6),
            (ReportStatus)row.GetInt16(7),
            row.Time(8),
            row.IsDBNull(9) ? null : row.Id(9),
            row.TimeOrNull(10),
            row.TextOrNull(11),
            row.TextOrNull(12),
            row.TextOrNull(13),
            row.LongOrNull(14),
            (ReportedMessage)row.GetInt16(15),
            row.TextOrNull(16)
        );
}
