using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;

// What changes the schema is no query.
#pragma warning disable RS0030

namespace Connecto.Storage;

/// <summary>
/// Brings the schema up or down. Each step is one transaction that holds an advisory lock and looks again at what is
/// applied, so any number of processes may migrate at once, also through a PgBouncer in transaction mode.
/// </summary>
public sealed class Migrations
{
    private const long LockKey = 0x436F_6E6E_6563_746F;

    private readonly NpgsqlDataSource _database;
    private readonly IReadOnlyList<MigrationScript> _scripts;
    private readonly ILogger _logger;

    public Migrations(Databases databases, ILogger<Migrations> logger)
        : this(databases.Primary, MigrationScript.Embedded, logger) { }

    internal Migrations(NpgsqlDataSource database, IReadOnlyList<MigrationScript> scripts, ILogger? logger = null)
    {
        _database = database;
        _scripts = scripts;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>
    /// Applies every step that is not applied yet. Steps of a newer build may have been applied where they say that this
    /// one can run beside them (<see cref="MigrationScript.Beside"/>).
    /// </summary>
    /// <exception cref="MigrationException">
    /// An applied step was changed since, or is of a newer build beside which this one cannot run.
    /// </exception>
    public Task UpAsync(CancellationToken cancellation = default) => UpAsync(int.MaxValue, cancellation);

    /// <summary>Brings the schema to <paramref name="version"/>, up or down; 0 takes back all.</summary>
    /// <exception cref="MigrationException">
    /// There is no such step, an applied one was changed since, or one is not known to this build.
    /// </exception>
    public async Task ToAsync(int version, CancellationToken cancellation = default)
    {
        if (version != 0 && _scripts.All(script => script.Version != version))
        {
            throw new MigrationException($"This build has no migration {version:D4}.");
        }
        await DownAsync(version, cancellation);
        await UpAsync(version, cancellation);
    }

    private async Task UpAsync(int toVersion, CancellationToken cancellation)
    {
        while (
            await StepAsync(
                async (connection, applied) =>
                {
                    VerifyBeside(applied);
                    var next = _scripts.FirstOrDefault(script => !applied.ContainsKey(script.Version));
                    if (next is null || next.Version > toVersion)
                    {
                        return false;
                    }
                    await ExecuteAsync(connection, next.Up, cancellation);
                    await RecordAsync(connection, next, cancellation);
                    Log.MigrationApplied(_logger, next.Version, next.Name);
                    return true;
                },
                cancellation
            )
        ) { }
    }

    /// <summary>Takes back every step above <paramref name="toVersion"/>, newest first; 0 takes back all.</summary>
    /// <exception cref="MigrationException">An applied step was changed since, or is not known to this build.</exception>
    public async Task DownAsync(int toVersion, CancellationToken cancellation = default)
    {
        while (
            await StepAsync(
                async (connection, applied) =>
                {
                    VerifyKnown(applied);
                    var last = _scripts.LastOrDefault(script => applied.ContainsKey(script.Version));
                    if (last is null || last.Version <= toVersion)
                    {
                        return false;
                    }
                    await ExecuteAsync(connection, last.Down, cancellation);
                    await ForgetAsync(connection, last.Version, cancellation);
                    Log.MigrationTakenBack(_logger, last.Version, last.Name);
                    return true;
                },
                cancellation
            )
        ) { }
    }

    private async Task<bool> StepAsync(
        Func<NpgsqlConnection, Dictionary<int, Applied>, Task<bool>> step,
        CancellationToken cancellation
    )
    {
        await using var connection = await _database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"SELECT pg_advisory_xact_lock({LockKey})", cancellation);
        await ExecuteAsync(
            connection,
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (
                version    integer PRIMARY KEY,
                name       text NOT NULL,
                checksum   bytea NOT NULL,
                applied_at timestamptz NOT NULL DEFAULT now(),
                beside     integer
            );
            DO $$ BEGIN -- Older builds made the table without it. Asked first: altering waits for a backup's end.
                IF NOT EXISTS (SELECT FROM pg_attribute
                               WHERE attrelid = 'schema_migrations'::regclass AND attname = 'beside') THEN
                    ALTER TABLE schema_migrations ADD COLUMN beside integer;
                END IF;
            END $$
            """,
            cancellation
        );
        // Who waits for a lock of a table holds up everybody after him; a step that may wait for longer says so itself.
        await ExecuteAsync(connection, "SET LOCAL lock_timeout = '2s'", cancellation);
        var applied = await ReadAppliedAsync(connection, cancellation);
        Verify(applied);
        var more = await step(connection, applied);
        await transaction.CommitAsync(cancellation);
        return more;
    }

    private void Verify(Dictionary<int, Applied> applied)
    {
        foreach (var script in _scripts)
        {
            if (
                applied.TryGetValue(script.Version, out var row)
                && !script.Checksum.AsSpan().SequenceEqual(row.Checksum)
            )
            {
                throw new MigrationException(
                    $"Migration {script.Version:D4}_{script.Name} was changed after it was applied to this database. "
                        + "Restore the file and add a new migration instead."
                );
            }
        }
    }

    private void VerifyBeside(Dictionary<int, Applied> applied)
    {
        var newest = _scripts.Count == 0 ? 0 : _scripts[^1].Version;
        foreach (var (version, row) in Unknown(applied))
        {
            if (!(row.Beside <= newest))
            {
                throw Newer(version, row);
            }
            Log.BesideNewerMigration(_logger, version, row.Name);
        }
    }

    private void VerifyKnown(Dictionary<int, Applied> applied)
    {
        foreach (var (version, row) in Unknown(applied))
        {
            throw Newer(version, row);
        }
    }

    private IEnumerable<KeyValuePair<int, Applied>> Unknown(Dictionary<int, Applied> applied) =>
        applied.ExceptBy(_scripts.Select(script => script.Version), row => row.Key);

    private static MigrationException Newer(int version, Applied row) =>
        new(
            $"The database holds migration {version:D4}_{row.Name}, which this build does not know: "
                + "it was made by a newer build. Run that one, or take the migration back with it."
        );

    private static async Task<Dictionary<int, Applied>> ReadAppliedAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var applied = new Dictionary<int, Applied>();
        await using var command = new NpgsqlCommand(
            "SELECT version, name, checksum, beside FROM schema_migrations ORDER BY version",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var row = new Applied(
                reader.GetString(1),
                reader.GetFieldValue<byte[]>(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3)
            );
            applied.Add(reader.GetInt32(0), row);
        }
        return applied;
    }

    private static async Task RecordAsync(
        NpgsqlConnection connection,
        MigrationScript script,
        CancellationToken cancellation
    )
    {
        await using var command = new NpgsqlCommand(
            "INSERT INTO schema_migrations (version, name, checksum, beside) VALUES ($1, $2, $3, $4)",
            connection
        )
        {
            Parameters =
            {
                new() { Value = script.Version },
                new() { Value = script.Name },
                new() { Value = script.Checksum },
                new() { Value = (object?)script.Beside ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task ForgetAsync(NpgsqlConnection connection, int version, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("DELETE FROM schema_migrations WHERE version = $1", connection)
        {
            Parameters = { new() { Value = version } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private sealed record Applied(string Name, byte[] Checksum, int? Beside);
}
