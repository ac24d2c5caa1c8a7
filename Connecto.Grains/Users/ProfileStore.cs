using Connecto.Caching;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>Users as everybody sees them, and what a user changes of himself. Safe for any number of callers.</summary>
public sealed class ProfileStore(Databases databases, ChangeTeller changes, SnowflakeGenerator ids, TimeProvider time)
{
    /// <summary>Those of the users who exist, by id; who was deleted has no name.</summary>
    public async Task<Dictionary<Snowflake, Profile>> FindAsync(
        IReadOnlyCollection<Snowflake> userIds,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            "SELECT id, display_name, avatar_url FROM users WHERE id = ANY ($1)",
            userIds.Select(id => id.Value).ToArray()
        );
        var profiles = await command.RowsAsync(ReadProfile, cancellation);
        return profiles.ToDictionary(profile => profile.Id);
    }

    /// <summary>
    /// Users in whose names every word of the text begins a word, by id after <paramref name="after"/>; nobody who is
    /// banned or deleted.
    /// </summary>
    public async Task<List<Profile>> SearchAsync(
        string text,
        Snowflake? after,
        int limit,
        CancellationToken cancellation
    )
    {
        // Materialized, because the planner may otherwise read all users in the order of their ids.
        var command = databases.Reads.Command(
            """
            WITH found AS MATERIALIZED (
                SELECT id, display_name, avatar_url FROM users
                WHERE search_words(display_name) @@ search_query($1) AND id > $2
                  AND banned_at IS NULL AND deleted_at IS NULL
            )
            SELECT * FROM found ORDER BY id LIMIT $3
            """,
            text,
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(ReadProfile, cancellation);
    }

    /// <summary>
    /// Changes what the user shows of himself, and writes with it the job by which his planets hear of a new name or
    /// of receipts that he hides or shows again. Null where there is no such user.
    /// </summary>
    public async Task<ProfileChange?> ChangeAsync(Snowflake userId, ProfilePatch patch, CancellationToken cancellation)
    {
        var job = ids.Next();
        await using var command = databases.Primary.Command(
            $"""
            WITH before AS (
                SELECT id, display_name, {UserSettings.HidesReceipts} AS hides
                FROM users WHERE id = $1 AND deleted_at IS NULL FOR UPDATE
            ), changed AS (
                UPDATE users SET
                    display_name = coalesce($2::text, users.display_name),
                    language = coalesce($3::text, language),
                    avatar_url = CASE WHEN $4::text IS NULL THEN avatar_url ELSE nullif($4, '') END,
                    settings = settings
                        || jsonb_strip_nulls(jsonb_build_object('presence', $5::text, 'readReceipts', $6::boolean))
                FROM before WHERE users.id = before.id
                RETURNING users.*, before.display_name AS former_name, before.hides AS hid
            ), job AS (
                INSERT INTO jobs (id, kind, user_id, created_at)
                SELECT $7, CASE WHEN {UserSettings.HidesReceipts} <> hid THEN $8 ELSE $9 END, id, $10
                FROM changed WHERE display_name <> former_name OR {UserSettings.HidesReceipts} <> hid
                RETURNING id
            )
            SELECT {AccountStore.Columns}, EXISTS (SELECT FROM job) FROM changed
            """,
            userId.Value,
            patch.DisplayName,
            patch.Language,
            patch.AvatarUrl,
            patch.Presence?.ToString().ToLowerInvariant(),
            patch.ReadReceipts,
            job.Value,
            (short)JobKind.RefreshView,
            (short)JobKind.RefreshMember,
            time.GetUtcNow()
        );
        var writing = command.RowsAsync(
            row => new ProfileChange(
                AccountStore.ReadAccount(row),
                row.GetBoolean(AccountStore.ColumnCount) ? job : null
            ),
            cancellation
        );
        var changed = await changes.AfterAsync(writing, userId, CacheTags.User(userId));
        return changed.SingleOrDefault();
    }

    private static Profile ReadProfile(NpgsqlDataReader row) => new(row.Id(0), row.GetString(1), row.TextOrNull(2));
}
