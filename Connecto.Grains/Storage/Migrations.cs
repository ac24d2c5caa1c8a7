using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

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

    /// <summary>Applies every step that is not applied yet.</summary>
    /// <exception cref="MigrationException">An applied step was changed since, or is not known to this build.</exception>
    public async Task UpAsync(CancellationToken cancellation = default)
    {
        while (
            await StepAsync(
                async (connection, applied) =>
                {
                    var next = _scripts.FirstOrDefault(script => !applied.ContainsKey(script.Version));
                    if (next is null)
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
                applied_at timestamptz NOT NULL DEFAULT now()
            )
            """,
            cancellation
        );
        var applied = await ReadAppliedAsync(connection, cancellation);
        Verify(applied);
        var more = await step(connection, applied);
        await transaction.CommitAsync(cancellation);
        return more;
    }

    private void Verify(Dictionary<int, Applied> applied)
    {
        foreach (var (version, row) in applied)
        {
            var script =
                _scripts.FirstOrDefault(script => script.Version == version)
                ?? throw new MigrationException(
                    $"The database holds migration {version:D4}_{row.Name}, which this build does not know: "
                        + "it was made by a newer build. Run that one, or take the migration back with it."
                );
            if (!script.Checksum.AsSpan().SequenceEqual(row.Checksum))
            {
                throw new MigrationException(
                    $"Migration {version:D4}_{script.Name} was changed after it was applied to this database. "
                        + "Restore the file and add a new migration instead."
                );
            }
        }
    }

    private static async Task<Dictionary<int, Applied>> ReadAppliedAsync(
        NpgsqlConnection connection,
        CancellationToken cancellation
    )
    {
        var applied = new Dictionary<int, Applied>();
        await using var command = new NpgsqlCommand(
            "SELECT version, name, checksum FROM schema_migrations ORDER BY version",
            connection
        );
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            applied.Add(reader.GetInt32(0), new Applied(reader.GetString(1), reader.GetFieldValue<byte[]>(2)));
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
            "INSERT INTO schema_migrations (version, name, checksum) VALUES ($1, $2, $3)",
            connection
        )
        {
            Parameters =
            {
                new() { Value = script.Version },
                new() { Value = script.Name },
                new() { Value = script.Checksum },
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

    private sealed record Applied(string Name, byte[] Checksum);
}
