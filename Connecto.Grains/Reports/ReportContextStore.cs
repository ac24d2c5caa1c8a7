using Connecto.Ids;
using Connecto.Messages;
using Connecto.Storage;

namespace Connecto.Reports;

/// <summary>
/// Reads around reported messages, without activating their planets. From the primary: a replica may still hold what was
/// deleted.
/// </summary>
public sealed class ReportContextStore(Databases databases)
{
    /// <summary>Messages before the reported one, and as many after it.</summary>
    public const int Around = 10;

    /// <summary>Versions of the reported message at most, the newest.</summary>
    private const int Versions = 50;

    public async Task<ReportContext> ReadAsync(Report report, CancellationToken cancellation)
    {
        if (report.Message is ReportedMessage.Archived or ReportedMessage.Closed)
        {
            return new ReportContext([], []);
        }
        var messages = await MessagesAsync(report.PlanetId, report.Seq, cancellation);
        var versions = await VersionsAsync(report.PlanetId, report.Seq, cancellation);
        return new ReportContext([.. messages], [.. versions]);
    }

    private async Task<List<ContextMessage>> MessagesAsync(Snowflake planetId, long seq, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT id, seq, sender_id, type, text, created_at, edited_at, deleted_at FROM messages
            WHERE planet_id = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq
            """,
            planetId.Value,
            seq - Around,
            seq + Around
        );
        return await command.RowsAsync(
            row => new ContextMessage(
                row.Id(0),
                row.GetInt64(1),
                row.Id(2),
                (MessageType)row.GetInt16(3),
                row.TextOrNull(4),
                row.Time(5),
                row.TimeOrNull(6),
                row.TimeOrNull(7)
            ),
            cancellation
        );
    }

    private async Task<List<MessageVersion>> VersionsAsync(Snowflake planetId, long seq, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT rev, text, at FROM (
                SELECT rev, text, at FROM message_edits WHERE planet_id = $1 AND seq = $2 ORDER BY rev DESC LIMIT $3
            ) newest ORDER BY rev
            """,
            planetId.Value,
            seq,
            Versions
        );
        return await command.RowsAsync(
            row => new MessageVersion(row.GetInt64(0), row.GetString(1), row.Time(2)),
            cancellation
        );
    }
}
