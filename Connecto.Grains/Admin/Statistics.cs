using Connecto.Storage;

namespace Connecto.Admin;

/// <summary>
/// Counts over everything that is stored, by one query. It reads whole tables, though never messages, so its answer is
/// to be kept. Safe for any number of callers.
/// </summary>
public sealed class Statistics(Databases databases, TimeProvider time)
{
    // seq and rev are dense, so the heads of all planets add up to what was ever written.
    public async Task<StoredCounts> CountAsync()
    {
        await using var command = databases.Primary.Command(
            """
            SELECT (SELECT count(*) FROM users WHERE deleted_at IS NULL),
                   (SELECT count(*) FROM travels WHERE deleted_at IS NULL),
                   count(*) FILTER (WHERE deleted_at IS NULL),
                   coalesce(sum(head_seq), 0)::bigint,
                   coalesce(sum(head_rev), 0)::bigint,
                   (SELECT count(*) FROM reports WHERE status = 0)
            FROM planets
            """
        );
        var asOf = time.GetUtcNow();
        var rows = await command.RowsAsync(row => new StoredCounts(
            row.GetInt64(0),
            row.GetInt64(1),
            row.GetInt64(2),
            row.GetInt64(3),
            row.GetInt64(4),
            row.GetInt64(5),
            asOf
        ));
        return rows[0];
    }
}

/// <summary>
/// Users, travels and planets that are not deleted; all messages and events there ever were, deleted messages too; and
/// reports that nobody has looked at; as they were <c>AsOf</c>.
/// </summary>
public sealed record StoredCounts(
    long Users,
    long Travels,
    long Planets,
    long Messages,
    long Events,
    long OpenReports,
    DateTimeOffset AsOf
);
