using Connecto.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Tests.Support;

/// <summary>
/// The PostgreSQL of a test run: the server that <c>CONNECTO_TEST_POSTGRES</c> names (its user may create databases),
/// else one of the run's own.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private readonly string _name = $"connecto_test_{Guid.NewGuid():N}"[..24];
    private readonly SemaphoreSlim _template = new(1);
    private PostgresServer? _own;
    private string _server = "";
    private bool _hasTemplate;
    private int _databases;

    public async ValueTask InitializeAsync()
    {
        var given = Environment.GetEnvironmentVariable("CONNECTO_TEST_POSTGRES");
        if (string.IsNullOrWhiteSpace(given))
        {
            _own = await PostgresServer.StartAsync();
            given = _own.ConnectionString;
        }
        _server = given;
    }

    public async ValueTask DisposeAsync()
    {
        if (_hasTemplate)
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {_name} WITH (FORCE)");
        }
        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
        _template.Dispose();
    }

    /// <summary>A new database with the schema of this build, or with nothing in it; answers its connection string.</summary>
    public async Task<string> CreateDatabaseAsync(bool migrated = true)
    {
        if (migrated)
        {
            await MakeTemplateAsync();
        }
        var name = $"{_name}_{Interlocked.Increment(ref _databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {(migrated ? _name : "template0")}");
        return Named(name);
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    private async Task MakeTemplateAsync()
    {
        await _template.WaitAsync();
        try
        {
            if (_hasTemplate)
            {
                return;
            }
            await ExecuteAsync($"CREATE DATABASE {_name} TEMPLATE template0");
            await using (var database = NpgsqlDataSource.Create(Named(_name) + ";Pooling=false"))
            {
                await new Migrations(database, MigrationScript.Embedded, NullLogger.Instance).UpAsync();
            }
            _hasTemplate = true;
        }
        finally
        {
            _template.Release();
        }
    }

    private string Named(string database) =>
        new NpgsqlConnectionStringBuilder(_server) { Database = database }.ConnectionString;

    private async Task ExecuteAsync(string sql)
    {
        var maintenance = new NpgsqlConnectionStringBuilder(_server) { Pooling = false };
        await using var connection = new NpgsqlConnection(maintenance.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 120 };
        await command.ExecuteNonQueryAsync();
    }
}
