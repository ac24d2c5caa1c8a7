using Connecto.Caching;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>
/// Erases accounts. The row stays, without anything that tells who it was, because messages name it as their sender.
/// </summary>
public sealed class AccountDeletion(
    Databases databases,
    JobStore jobs,
    ChangeTeller changes,
    SnowflakeGenerator ids,
    TimeProvider time
)
{
    // Who joins or leaves one of these travels meanwhile waits, so that none is deleted under a newcomer.
    private const string LockTravels = """
        SELECT id FROM travels WHERE id IN (
            SELECT travel_id FROM travel_members WHERE user_id = $1 AND left_at IS NULL
        )
        ORDER BY id FOR UPDATE
        """;

    // A travel closes once, so its id serves as the job's.
    private const string HandOverTravels = """
        WITH owned AS (
            SELECT t.id, (
                SELECT heir.user_id FROM travel_members heir
                WHERE heir.travel_id = t.id AND heir.left_at IS NULL AND heir.user_id <> $1
                ORDER BY heir.joined_at, heir.user_id LIMIT 1
            ) AS heir
            FROM travel_members m JOIN travels t ON t.id = m.travel_id
            WHERE m.user_id = $1 AND m.left_at IS NULL AND t.owner_id = $1 AND t.deleted_at IS NULL
        ), changed AS (
            UPDATE travels SET
                owner_id = coalesce(heir, owner_id),
                deleted_at = CASE WHEN heir IS NULL THEN $2::timestamptz END
            FROM owned WHERE travels.id = owned.id
            RETURNING travels.id, deleted_at
        )
        INSERT INTO jobs (id, kind, travel_id, created_at)
        SELECT id, $3, id, $2 FROM changed WHERE deleted_at IS NOT NULL
        RETURNING id
        """;

    private const string LeaveTravels = """
        WITH gone AS (
            UPDATE travel_members SET left_at = $2 WHERE user_id = $1 AND left_at IS NULL RETURNING travel_id
        )
        UPDATE travels SET member_count = member_count - 1 FROM gone WHERE id = gone.travel_id
        """;

    private const string Erase = """
        UPDATE users SET
            email = NULL, display_name = '', password_hash = NULL, avatar_url = NULL, roles = '{}', settings = '{}',
            last_seen_at = NULL, deleted_at = $2
        WHERE id = $1 AND deleted_at IS NULL
        """;

    // Once all of them have ended.
    private const string EraseSessions =
        "UPDATE sessions SET address = NULL, agent = NULL WHERE user_id = $1 AND ended_at IS NOT NULL";

    // Comes last and waits for none: a lane of the writer may hold one and wait for another. What it leaves the job
    // removes.
    private const string DeleteNotifications = """
        DELETE FROM notifications WHERE user_id = $1 AND id IN (
            SELECT id FROM notifications WHERE user_id = $1 FOR UPDATE SKIP LOCKED
        )
        """;

    /// <summary>
    /// Erases the account and all that only its user could see, ends his sessions, and has him leave his travels: one
    /// that he owns goes to who takes part the longest, and is deleted where he is alone. One transaction; answers the
    /// jobs that finish it in the planets. It does not end with the request: whoever hangs up may be erased all the same.
    /// </summary>
    public async Task<IReadOnlyList<Snowflake>> DeleteAsync(Snowflake userId)
    {
        var now = time.GetUtcNow();
        var leaving = new Job(ids.Next(), JobKind.LeaveAll, userId, TravelId: null);
        // Where there is no connection nothing has happened, and what is cached is all there is.
        await using var connection = await databases.Primary.OpenConnectionAsync();
        await using var batch = connection.CreateBatch();
        // The row comes first: a log-in at this moment holds it, or finds it erased.
        batch.Add(Erase, userId.Value, now);
        batch.Add(SessionStore.EndOfUser, userId.Value, now);
        batch.Add(EraseSessions, userId.Value);
        batch.Add("DELETE FROM blocks WHERE user_id = $1 OR blocked_id = $1", userId.Value);
        batch.Add(LockTravels, userId.Value);
        batch.Add(HandOverTravels, userId.Value, now, (short)JobKind.CloseTravel);
        batch.Add(LeaveTravels, userId.Value, now);
        jobs.Add(batch, leaving);
        batch.Add(DeleteNotifications, userId.Value);
        List<Snowflake> written = [leaving.Id];
        List<string> tags = [CacheTags.User(userId)];
        async Task<List<Snowflake>> ReadAsync(NpgsqlDataReader reader)
        {
            // Of the two statements that answer rows, the first tells his travels, the second the jobs of those
            // that close.
            while (await reader.ReadAsync())
            {
                tags.Add(CacheTags.Travel(reader.Id(0)));
            }
            await reader.NextResultAsync();
            while (await reader.ReadAsync())
            {
                written.Add(reader.Id(0));
            }
            return written;
        }

        try
        {
            return await batch.ReadAsync(ReadAsync);
        }
        catch
        {
            // It may have happened, and which travels were his is not known.
            tags.Add(CacheTags.Everything);
            throw;
        }
        finally
        {
            await changes.TellAsync(userId, [.. tags]);
        }
    }
}
