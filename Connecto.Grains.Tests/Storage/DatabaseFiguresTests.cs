using Connecto.Storage;
using Connecto.Storage.Profiling;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Grains.Tests.Storage;

/// <summary>What an ordinary user of PostgreSQL is told by its statistics; on a server of its own, which has to restart.</summary>
[Trait("Runtime", "Either")]
public sealed class DatabaseFiguresTests
{
    private const string Secret = "a-secret-password";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Statements_are_told_once_the_extension_is_on_and_never_what_only_administers()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, "This machine has no PostgreSQL of its own.");
        await using var server = await PostgresServer.StartAsync();
        var hasExtension = await RunAsync(
            server.ConnectionString,
            "SELECT count(*) FROM pg_available_extensions WHERE name = 'pg_stat_statements'"
        );
        Assert.SkipWhen(hasExtension is 0L, "This machine's PostgreSQL comes without pg_stat_statements.");
        await RunAsync(
            server.ConnectionString,
            """
            CREATE ROLE app LOGIN;
            CREATE TABLE things (id integer);
            GRANT ALL ON things TO app;
            CREATE INDEX things_unused ON things ((id % 7));
            CREATE SCHEMA ext;
            GRANT USAGE ON SCHEMA ext TO app
            """
        );
        var app = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Username = "app" }.ConnectionString;
        Assert.Null((await FiguresAsync(app)).Statements);

        await RunAsync(server.ConnectionString, "CREATE EXTENSION pg_stat_statements SCHEMA ext");
        Assert.Null((await FiguresAsync(app)).Statements);

        await RunAsync(server.ConnectionString, "ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
        await server.StopAsync();
        await server.StartAgainAsync();
        await RunAsync(app, $"ALTER ROLE app PASSWORD '{Secret}'");
        await RunAsync(app, $"SELECT id, '{Secret}' FROM things WHERE id = 5");
        var figures = await FiguresAsync(app);

        var statements = figures.Statements!.Value;
        Assert.Contains(statements, statement => statement.Sql.Contains("FROM things", StringComparison.Ordinal));
        Assert.DoesNotContain(statements, statement => statement.Sql.Contains(Secret, StringComparison.Ordinal));
        Assert.Equal("things_unused", Assert.Single(figures.UnusedIndexes).Name);
        Assert.Equal("things", Assert.Single(figures.Tables).Name);
    }

    private static async Task<DatabaseFigures> FiguresAsync(string connectionString)
    {
        await using var databases = new Databases(
            new StorageOptions { Postgres = connectionString, PostgresReadOnly = connectionString }
        );
        return await new DatabaseFiguresStore(databases).ReadAsync(Cancellation);
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var database = NpgsqlDataSource.Create(connectionString);
        await using var command = database.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
