using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;
using Npgsql;

namespace Connecto.Users;

/// <summary>Users in PostgreSQL. E-mail addresses are compared without regard to case. Safe for any number of callers.</summary>
public sealed class AccountStore(Databases databases, AuditLog audit, TimeProvider time)
{
    /// <summary>What <see cref="ReadAccount"/> reads.</summary>
    internal const string Columns =
        "id, coalesce(email, ''), display_name, avatar_url, language, roles, settings::text, banned_at, created_at";

    internal const int ColumnCount = 9;

    /// <summary>Makes users, all or none; with <paramref name="act"/>, audited in the same transaction.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Conflict"/>: an e-mail address is taken or comes twice.</exception>
    public async Task CreateAsync(IReadOnlyList<NewAccount> accounts, AuditAct? act, CancellationToken cancellation)
    {
        await using var batch = databases.Primary.CreateBatch();
        batch.Add(
            """
            INSERT INTO users (id, email, display_name, password_hash, created_at)
            SELECT id, email, display_name, password_hash, $5
            FROM unnest($1, $2, $3, $4) AS new (id, email, display_name, password_hash)
            """,
            accounts.Select(account => account.Id.Value).ToArray(),
            accounts.Select(account => account.Email).ToArray(),
            accounts.Select(account => account.DisplayName).ToArray(),
            accounts.Select(account => account.PasswordHash).ToArray(),
            time.GetUtcNow()
        );
        if (act is not null)
        {
            audit.Add(batch, act);
        }
        try
        {
            await batch.ChangeAsync(cancellation);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new ChatException(ErrorCode.Conflict, "This e-mail address has an account already.");
        }
    }

    /// <summary>Makes the admin, or sets an existing user's password and gives him the role. Answers his id.</summary>
    public async Task<Snowflake> PutAdminAsync(NewAccount account, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            """
            INSERT INTO users (id, email, display_name, password_hash, roles, created_at)
            VALUES ($1, $2, $3, $4, ARRAY[$5], $6)
            ON CONFLICT (lower(email)) DO UPDATE SET
                password_hash = excluded.password_hash,
                roles = CASE WHEN $5 = ANY (users.roles) THEN users.roles ELSE users.roles || $5 END,
                banned_at = NULL
            RETURNING id
            """,
            account.Id.Value,
            account.Email,
            account.DisplayName,
            account.PasswordHash,
            Account.AdminRole,
            time.GetUtcNow()
        );
        return new Snowflake((long)(await command.ValueAsync(cancellation))!);
    }

    public Task<Credentials?> CredentialsAsync(string email, CancellationToken cancellation) =>
        CredentialsAsync("lower(email) = lower($1)", email, cancellation);

    public Task<Credentials?> CredentialsAsync(Snowflake userId, CancellationToken cancellation) =>
        CredentialsAsync("id = $1", userId.Value, cancellation);

    /// <summary>Replaces a hash by a stronger one of the same password, unless it was changed meanwhile; answers whether it did.</summary>
    public async Task<bool> RehashAsync(Snowflake userId, string from, string to, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            "UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2",
            userId.Value,
            from,
            to
        );
        return await command.ChangeAsync(cancellation) == 1;
    }

    public async Task<Account?> FindAsync(Snowflake userId, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"SELECT {Columns} FROM users WHERE id = $1 AND deleted_at IS NULL",
            userId.Value
        );
        return (await command.RowsAsync(ReadAccount, cancellation)).SingleOrDefault();
    }

    /// <summary>All users who are not deleted, by id after <paramref name="after"/>.</summary>
    public async Task<List<Account>> ListAsync(Snowflake? after, int limit, CancellationToken cancellation)
    {
        var command = databases.Reads.Command(
            $"SELECT {Columns} FROM users WHERE id > $1 AND deleted_at IS NULL ORDER BY id LIMIT $2",
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(ReadAccount, cancellation);
    }

    /// <summary>
    /// Users in whose name or e-mail address every word of the text begins a word, by id after <paramref name="after"/>.
    /// </summary>
    public async Task<List<Account>> SearchAsync(
        string text,
        Snowflake? after,
        int limit,
        CancellationToken cancellation
    )
    {
        // Materialized, because the planner may otherwise read all users in the order of their ids.
        var command = databases.Reads.Command(
            $"""
            WITH found AS MATERIALIZED (
                SELECT * FROM users
                WHERE search_words(display_name || ' ' || coalesce(email, '')) @@ search_query($1)
                  AND id > $2 AND deleted_at IS NULL
            )
            SELECT {Columns} FROM found ORDER BY id LIMIT $3
            """,
            text,
            after?.Value ?? 0,
            limit
        );
        return await command.RowsAsync(ReadAccount, cancellation);
    }

    private async Task<Credentials?> CredentialsAsync(string where, object value, CancellationToken cancellation)
    {
        await using var command = databases.Primary.Command(
            $"SELECT id, password_hash, roles, banned_at IS NOT NULL FROM users WHERE {where} AND deleted_at IS NULL",
            value
        );
        var rows = await command.RowsAsync(
            row => new Credentials(
                new Snowflake(row.GetInt64(0)),
                row.Get<string>(1),
                row.GetFieldValue<string[]>(2),
                row.GetBoolean(3)
            ),
            cancellation
        );
        return rows.SingleOrDefault();
    }

    internal static Account ReadAccount(NpgsqlDataReader row) =>
        new(
            new Snowflake(row.GetInt64(0)),
            row.GetString(1),
            row.GetString(2),
            row.Get<string>(3),
            row.GetString(4),
            row.GetFieldValue<string[]>(5),
            row.GetString(6),
            row.IsDBNull(7) ? null : row.GetFieldValue<DateTimeOffset>(7),
            row.GetFieldValue<DateTimeOffset>(8)
        );
}
