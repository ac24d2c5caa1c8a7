using Connecto.Admin;
using Connecto.Caching;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>
/// Sessions in PostgreSQL. Whoever ends some here calls <see cref="IUserGrain.SessionsChanged"/> afterwards. A user's
/// row is locked while a session of his is made, and changed before his sessions are ended, so that a log-in at the
/// moment of a ban or of a new password is either refused or ended. Safe for any number of callers.
/// </summary>
public sealed class SessionStore(Databases databases, AuditLog audit, ChangeTeller changes, TimeProvider time)
{
    /// <summary>Live sessions that one user can have; a further log-in ends the oldest.</summary>
    public const int MostPerUser = 100;

    /// <summary>Ends all sessions of the user <c>$1</c> at <c>$2</c>.</summary>
    internal const string EndOfUser = "UPDATE sessions SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL";

    /// <summary>
    /// Makes a session if the user is not banned and his password hash is still the one that was verified
    /// (<paramref name="verifiedHash"/>), and ends what he then has beyond <see cref="MostPerUser"/>; answers how many
    /// it ended, or null where it made none.
    /// </summary>
    public async Task<int?> StartAsync(NewSession session, string? verifiedHash, CancellationToken cancellation)
    {
        // A part of a statement does not see what its other parts write, so the new session is not among the older ones.
        await using var command = databases.Primary.Command(
            """
            WITH made AS (
                INSERT INTO sessions (id, user_id, refresh_hash, created_at, last_seen_at, expires_at, address, agent)
                SELECT $1, id, $3, $4, $4, $5, $6::text, $7::text FROM users
                WHERE id = $2 AND banned_at IS NULL AND deleted_at IS NULL
                  AND password_hash IS NOT DISTINCT FROM $8::text
                FOR SHARE
                RETURNING user_id
            ), ended AS (
                UPDATE sessions SET ended_at = $4 WHERE id IN (
                    SELECT older.id FROM sessions older JOIN made ON older.user_id = made.user_id
                    WHERE ended_at IS NULL AND expires_at > $4
                    ORDER BY older.id DESC OFFSET $9
                ) RETURNING id
            )
            SELECT (SELECT count(*) FROM ended)::int FROM made
            """,
            session.Id.Value,
            session.UserId.Value,
            session.RefreshHash,
            time.GetUtcNow(),
            session.ExpiresAt,
            session.Address,
            session.Agent,
            verifiedHash,
            MostPerUser - 1
        );
        return (int?)await command.ValueAsync(cancellation);
    }

    /// <summary>
    /// Makes one session each for many users in the name of the admin who acts, and audits it in the same transaction: for
    /// all of them, or for none where one is not there, banned, or another admin. Answers those users that exist.
    /// </summary>
    public async Task<List<IssuedFor>> StartManyAsync(
        IReadOnlyList<NewSession> sessions,
        AuditAct act,
        CancellationToken cancellation
    )
    {
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            """
            WITH asked AS (
                SELECT id, roles, banned_at IS NULL AND (id = $8 OR NOT 'admin' = ANY(roles)) AS may
                FROM users WHERE id = ANY($2) AND deleted_at IS NULL FOR SHARE
            ), made AS (
                INSERT INTO sessions (
                    id, user_id, refresh_hash, created_at, last_seen_at, expires_at, address, agent, issued_by
                )
                SELECT new.id, new.user_id, new.refresh_hash, $4, $4, $5, $6::text, $7::text, $8
                FROM unnest($1, $2, $3) AS new (id, user_id, refresh_hash)
                WHERE (SELECT count(*) FROM asked WHERE may) = cardinality($2)
                RETURNING user_id
            )
            SELECT asked.id, roles, user_id IS NOT NULL FROM asked LEFT JOIN made ON user_id = asked.id
            """,
            sessions.Select(session => session.Id.Value).ToArray(),
            sessions.Select(session => session.UserId.Value).ToArray(),
            sessions.Select(session => session.RefreshHash).ToArray(),
            time.GetUtcNow(),
            sessions[0].ExpiresAt,
            sessions[0].Address,
            sessions[0].Agent,
            act.ActorId.Value
        );
        audit.AddIf(batch, act, "FROM sessions WHERE sessions.id = $8", sessions[0].Id.Value);
        return await batch.ReadAsync(
            async rows =>
            {
                var users = new List<IssuedFor>();
                while (await rows.ReadAsync(cancellation))
                {
                    users.Add(new IssuedFor(rows.Id(0), rows.GetFieldValue<string[]>(1), rows.GetBoolean(2)));
                }
                return users;
            },
            cancellation
        );
    }

    /// <summary>
    /// Replaces the hash of the session's refresh token. Of two that show the same token at once, one statement wins
    /// and the other finds another hash: that is a second use, and ends the session.
    /// </summary>
    public async Task<RefreshOutcome> RotateAsync(
        Snowflake userId,
        Snowflake sessionId,
        byte[] from,
        byte[] to,
        DateTimeOffset expiresAt,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        await using var rotate = databases.Primary.Command(
            """
            UPDATE sessions SET refresh_hash = $3, last_seen_at = $4, expires_at = $5 FROM users
            WHERE sessions.id = $1 AND refresh_hash = $2 AND ended_at IS NULL AND expires_at > $4
              AND users.id = user_id AND user_id = $6 AND banned_at IS NULL AND deleted_at IS NULL
            RETURNING roles
            """,
            sessionId.Value,
            from,
            to,
            now,
            expiresAt,
            userId.Value
        );
        if (await rotate.ValueAsync(cancellation) is string[] roles)
        {
            return new RefreshOutcome.Rotated(roles);
        }
        return await EndAsync(userId, sessionId, cancellation)
            ? new RefreshOutcome.Reused()
            : new RefreshOutcome.Over();
    }

    /// <summary>Ends one session of the user; answers whether it lived.</summary>
    public async Task<bool> EndAsync(Snowflake userId, Snowflake sessionId, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "UPDATE sessions SET ended_at = $3 WHERE user_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3",
            userId.Value,
            sessionId.Value,
            time.GetUtcNow()
        );
        return await command.ChangeAsync(cancellation) == 1;
    }

    /// <summary>Ends one session of the user as an admin, and audits it in the same transaction; answers whether it lived.</summary>
    public async Task<bool> ModerateEndAsync(
        Snowflake userId,
        Snowflake sessionId,
        AuditAct act,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        await using var batch = databases.Primary.CreateBatch();
        // First, while it still lives.
        audit.AddIf(
            batch,
            act,
            "FROM sessions WHERE user_id = $8 AND sessions.id = $9 AND ended_at IS NULL AND expires_at > $10 FOR UPDATE",
            userId.Value,
            sessionId.Value,
            now
        );
        batch.Add(
            "UPDATE sessions SET ended_at = $3 WHERE user_id = $1 AND id = $2 AND ended_at IS NULL AND expires_at > $3",
            userId.Value,
            sessionId.Value,
            now
        );
        await batch.ChangeAsync(cancellation);
        return batch.BatchCommands[1].RecordsAffected == 1;
    }

    /// <summary>Sets the password, if its hash is still <paramref name="from"/>, and ends all sessions; answers whether it did.</summary>
    public async Task<bool> ChangePasswordAsync(
        Snowflake userId,
        string? from,
        string to,
        CancellationToken cancellation
    )
    {
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash IS NOT DISTINCT FROM $2::text",
            userId.Value,
            from,
            to
        );
        batch.Add(
            EndOfUser + " AND EXISTS (SELECT 1 FROM users WHERE id = $1 AND password_hash = $3)",
            userId.Value,
            time.GetUtcNow(),
            to
        );
        await batch.ChangeAsync(cancellation);
        return batch.BatchCommands[0].RecordsAffected == 1;
    }

    /// <summary>
    /// Sets what is not null as an admin, and audits it in the same transaction; a ban and a new password end all
    /// sessions, the role of an admin those that others issued. Answers whether there is such a user.
    /// </summary>
    public async Task<bool> ModerateAsync(
        Snowflake userId,
        bool? banned,
        string[]? roles,
        string? passwordHash,
        AuditAct act,
        CancellationToken cancellation
    )
    {
        var now = time.GetUtcNow();
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            """
            UPDATE users SET
                banned_at = CASE $2::boolean WHEN true THEN coalesce(banned_at, $5) WHEN false THEN NULL ELSE banned_at END,
                roles = coalesce($3::text[], roles),
                password_hash = coalesce($4::text, password_hash)
            WHERE id = $1 AND deleted_at IS NULL
            """,
            userId.Value,
            banned,
            roles,
            passwordHash,
            now
        );
        if (banned == true || passwordHash is not null)
        {
            batch.Add(EndOfUser, userId.Value, now);
        }
        else if (roles?.Contains(Account.AdminRole) == true)
        {
            // Whoever holds a token that was issued in his name would be an admin with it.
            batch.Add(EndOfUser + " AND issued_by <> $1", userId.Value, now);
        }
        audit.AddIfUser(batch, act, userId);
        // Nobody finds a banned user, and who banned him looks on whichever web node.
        await changes.AfterAsync(batch.ChangeAsync(cancellation), act.ActorId);
        return batch.BatchCommands[0].RecordsAffected == 1;
    }

    /// <summary>Ends all sessions of the user.</summary>
    public async Task EndAllAsync(Snowflake userId, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(EndOfUser, userId.Value, time.GetUtcNow());
        await command.ChangeAsync(cancellation);
    }

    /// <summary>The sessions with which the user may act now.</summary>
    public async Task<List<LiveSession>> LiveAsync(Snowflake userId)
    {
        await using var command = databases.Primary.Command(
            """
            SELECT sessions.id, expires_at FROM sessions JOIN users ON users.id = user_id
            WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $2 AND banned_at IS NULL AND deleted_at IS NULL
            """,
            userId.Value,
            time.GetUtcNow()
        );
        return await command.RowsAsync(row => new LiveSession(
            new Snowflake(row.GetInt64(0)),
            row.GetFieldValue<DateTimeOffset>(1)
        ));
    }

    /// <summary>The user's live sessions, newest first, those before <paramref name="before"/>.</summary>
    public async Task<List<SessionRow>> ListAsync(
        Snowflake userId,
        Snowflake? before,
        int limit,
        CancellationToken cancellation
    )
    {
        await using var command = databases.Primary.Command(
            """
            SELECT id, created_at, last_seen_at, expires_at, address, agent, issued_by FROM sessions
            WHERE user_id = $1 AND id < $2 AND ended_at IS NULL AND expires_at > $3 ORDER BY id DESC LIMIT $4
            """,
            userId.Value,
            before?.Value ?? long.MaxValue,
            time.GetUtcNow(),
            limit
        );
        return await command.RowsAsync(ReadSession, cancellation);
    }

    private static SessionRow ReadSession(NpgsqlDataReader row) =>
        new(
            new Snowflake(row.GetInt64(0)),
            row.GetFieldValue<DateTimeOffset>(1),
            row.GetFieldValue<DateTimeOffset>(2),
            row.GetFieldValue<DateTimeOffset>(3),
            row.Get<string>(4),
            row.Get<string>(5),
            row.IsDBNull(6) ? null : new Snowflake(row.GetInt64(6))
        );
}
