using Connecto.Errors;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Admin;

/// <summary>
/// Announcements, and the notifications that are made of them. One is kept first, with a job that notifies all users
/// who are there by then, some thousands at a time, and goes on where it was when whoever does it dies.
/// </summary>
public sealed class AnnouncementStore(
    Databases databases,
    SnowflakeGenerator ids,
    JobStore jobs,
    AuditLog audit,
    TimeProvider time
)
{
    /// <summary>Users of one statement.</summary>
    internal const int Together = 5_000;

    /// <summary>
    /// Keeps an announcement with its job and its audit entry, in one transaction; the same key of the same admin again
    /// answers the first one.
    /// </summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.IdempotencyMismatch"/>: the first one has another text.</exception>
    public async Task<Announcement> AddAsync(
        Snowflake actorId,
        string text,
        string? key,
        string? address,
        CancellationToken cancellation
    )
    {
        try
        {
            return await MakeAsync(actorId, text, key, address, cancellation);
        }
        catch (PostgresException taken)
            when (taken is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "announcements_key" })
        {
            var made = await FindMadeAsync(actorId, key!, cancellation);
            return made.Text == text ? made : throw new ChatException(ErrorCode.IdempotencyMismatch);
        }
    }

    private async Task<Announcement> MakeAsync(
        Snowflake actorId,
        string text,
        string? key,
        string? address,
        CancellationToken cancellation
    )
    {
        var announcement = new Announcement(ids.Next(), actorId, text, time.GetUtcNow());
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            "INSERT INTO announcements (id, actor_id, text, created_at, client_message_id) VALUES ($1, $2, $3, $4, $5::text)",
            announcement.Id.Value,
            actorId.Value,
            text,
            announcement.CreatedAt,
            key
        );
        jobs.Add(batch, new Job(announcement.Id, JobKind.Announce, UserId: null, TravelId: null));
        var detail = new Dictionary<string, object?> { ["text"] = text };
        var target = AuditTarget.Announcement(announcement.Id);
        audit.Add(batch, new AuditAct(actorId, "announcement.make", target, detail, address));
        await batch.ChangeAsync(cancellation);
        return announcement;
    }

    /// <summary>The announcement; null where there is none.</summary>
    public async Task<Announcement?> FindAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command(
            "SELECT id, actor_id, text, created_at FROM announcements WHERE id = $1",
            id.Value
        );
        return (await command.RowsAsync(Read)).SingleOrDefault();
    }

    private async Task<Announcement> FindMadeAsync(Snowflake actorId, string key, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT id, actor_id, text, created_at FROM announcements
            WHERE actor_id = $1 AND client_message_id = $2
            """,
            actorId.Value,
            key
        );
        return (await command.RowsAsync(Read, cancellation)).Single();
    }

    private static Announcement Read(NpgsqlDataReader row) => new(row.Id(0), row.Id(1), row.GetString(2), row.Time(3));

    /// <summary>
    /// Notifies the next users, and answers whether there were any. How far it came is kept in the same statement, so
    /// that nobody gets again what he has read meanwhile. Users who came after the announcement do not get it.
    /// </summary>
    public async Task<bool> NotifyNextAsync(Snowflake id)
    {
        await using var command = databases.Primary.Command(
            """
            WITH announcement AS (
                SELECT * FROM announcements WHERE id = $1
            ), next AS (
                SELECT u.id, u.deleted_at FROM users u, announcement a
                WHERE u.id > a.told_to AND u.id < a.id ORDER BY u.id LIMIT $2
            ), told AS (
                INSERT INTO notifications (user_id, id, kind, data, created_at)
                SELECT next.id, a.id, 7, jsonb_build_object('text', a.text), a.created_at
                FROM next, announcement a WHERE next.deleted_at IS NULL
                ON CONFLICT DO NOTHING
            )
            UPDATE announcements SET told_to = (SELECT max(id) FROM next)
            WHERE id = $1 AND EXISTS (SELECT FROM next)
            """,
            id.Value,
            Together
        );
        return await command.ChangeAsync() == 1;
    }
}
