using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>
/// Who has blocked whom, in PostgreSQL. A change is written with the job that tells it to the two and to their direct
/// planet. Safe for any number of callers.
/// </summary>
public sealed class BlockStore(Databases databases, SnowflakeGenerator ids, TimeProvider time)
{
    /// <summary>People whom one user can have blocked.</summary>
    public const int MostPerUser = 1_000;

    /// <summary>Blocks a user, if he is not blocked yet; answers the job, where that changed something.</summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.NotFound"/>: there is no such user; <see cref="ErrorCode.Conflict"/>: that would be more
    /// than <see cref="MostPerUser"/>.
    /// </exception>
    public async Task<Snowflake?> AddAsync(Snowflake userId, Snowflake blockedId, CancellationToken cancellation)
    {
        var job = ids.Next();
        await using var command = databases.Primary.Command(
            """
            WITH others AS (
                SELECT count(*) AS count FROM blocks WHERE user_id = $1 AND blocked_id <> $2
            ), blocked AS (
                SELECT id FROM users WHERE id = $2 AND deleted_at IS NULL
                  AND EXISTS (SELECT FROM users WHERE id = $1 AND deleted_at IS NULL FOR SHARE)
                FOR SHARE
            ), made AS (
                INSERT INTO blocks (user_id, blocked_id, created_at)
                SELECT $1, id, $3 FROM blocked, others WHERE count < $4
                ON CONFLICT DO NOTHING
                RETURNING blocked_id
            ), job AS (
                INSERT INTO jobs (id, kind, user_id, other_id, created_at)
                SELECT $5, $6, $1, blocked_id, $3 FROM made
                RETURNING id
            )
            SELECT EXISTS (SELECT FROM blocked), count < $4, EXISTS (SELECT FROM job) FROM others
            """,
            userId.Value,
            blockedId.Value,
            time.GetUtcNow(),
            MostPerUser,
            job.Value,
            (short)JobKind.Block
        );
        var (exists, hasRoom, isNew) = await OneAsync(
            command,
            row => (row.GetBoolean(0), row.GetBoolean(1), row.GetBoolean(2)),
            cancellation
        );
        return !exists ? throw new ChatException(ErrorCode.NotFound)
            : isNew ? job
            : hasRoom ? null
            : throw new ChatException(ErrorCode.Conflict, $"You have blocked {MostPerUser} people, which is the most.");
    }

    /// <summary>Ends a block, if there is one; answers the job, where there was one.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.NotFound"/>: there never was such a user.</exception>
    public async Task<Snowflake?> RemoveAsync(Snowflake userId, Snowflake blockedId, CancellationToken cancellation)
    {
        var job = ids.Next();
        await using var command = databases.Primary.Command(
            """
            WITH gone AS (
                DELETE FROM blocks WHERE user_id = $1 AND blocked_id = $2 RETURNING blocked_id
            ), job AS (
                INSERT INTO jobs (id, kind, user_id, other_id, created_at)
                SELECT $3, $4, $1, blocked_id, $5 FROM gone
                RETURNING id
            )
            SELECT EXISTS (SELECT FROM users WHERE id = $2), EXISTS (SELECT FROM job)
            """,
            userId.Value,
            blockedId.Value,
            job.Value,
            (short)JobKind.Block,
            time.GetUtcNow()
        );
        var (exists, wasBlocked) = await OneAsync(command, row => (row.GetBoolean(0), row.GetBoolean(1)), cancellation);
        return exists ? (wasBlocked ? job : null) : throw new ChatException(ErrorCode.NotFound);
    }

    /// <summary>Whom the user has blocked, the newest account first, those before <paramref name="before"/>.</summary>
    public async Task<List<Block>> ListAsync(
        Snowflake userId,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT b.blocked_id, u.display_name, b.created_at FROM blocks b JOIN users u ON u.id = b.blocked_id
            WHERE b.user_id = $1 AND b.blocked_id < $2 ORDER BY b.blocked_id DESC LIMIT $3
            """,
            userId.Value,
            before?.Value ?? long.MaxValue,
            limit
        );
        return await command.RowsAsync(row => new Block(row.Id(0), row.GetString(1), row.Time(2)), cancellation);
    }

    /// <summary>Whom the user has blocked and who has blocked him.</summary>
    public async Task<ImmutableHashSet<Snowflake>> HiddenAsync(Snowflake userId)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT blocked_id FROM blocks WHERE user_id = $1
            UNION SELECT user_id FROM blocks WHERE blocked_id = $1
            """,
            userId.Value
        );
        return [.. await command.RowsAsync(row => row.Id(0))];
    }

    private static async Task<T> OneAsync<T>(
        NpgsqlCommand command,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellation
    ) => (await command.RowsAsync(read, cancellation)).Single();
}

/// <summary>Somebody whom a user has blocked.</summary>
public sealed record Block(Snowflake UserId, string DisplayName, DateTimeOffset CreatedAt);
