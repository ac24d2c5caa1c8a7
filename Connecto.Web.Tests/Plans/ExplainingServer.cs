using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Connecto.Web.Tests.Plans;

/// <summary>
/// A PostgreSQL of its own that writes the plan of every statement it runs into its log (the extension auto_explain),
/// with a database of this build's schema.
/// </summary>
internal sealed partial class ExplainingServer : IAsyncDisposable
{
    private const string Settings =
        "-c session_preload_libraries=auto_explain -c auto_explain.log_min_duration=0 -c auto_explain.log_format=json "
        + "-c auto_explain.log_analyze=on -c auto_explain.log_timing=off -c auto_explain.log_buffers=on";

    private readonly PostgresServer _server;
    private long _read;

    private ExplainingServer(PostgresServer server) => _server = server;

    /// <summary>Connections by it have their statements explained.</summary>
    public string ConnectionString =>
        new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Options = Settings }.ConnectionString;

    /// <summary>Null where this machine has no PostgreSQL of its own, or none with auto_explain.</summary>
    public static async Task<ExplainingServer?> StartAsync()
    {
        if (!PostgresServer.IsInstalled)
        {
            return null;
        }
        var server = new ExplainingServer(await PostgresServer.StartAsync());
        try
        {
            await server.ExecuteAsync("LOAD 'auto_explain'");
        }
        catch (PostgresException)
        {
            await server.DisposeAsync();
            return null;
        }
        await using var database = NpgsqlDataSource.Create(server._server.ConnectionString);
        await new Migrations(database, MigrationScript.Embedded, NullLogger.Instance).UpAsync();
        return server;
    }

    /// <summary>Runs statements that are not explained.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_server.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tables and partitions of tables that have at least so many rows.</summary>
    public async Task<HashSet<string>> BigTablesAsync(int rows)
    {
        await using var database = NpgsqlDataSource.Create(_server.ConnectionString);
        await using var command = database.CreateCommand(
            """
            SELECT c.relname FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
            WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
              AND (SELECT sum(s.reltuples) FROM pg_class s LEFT JOIN pg_inherits p ON p.inhrelid = s.oid
                   WHERE s.oid = c.oid OR p.inhparent = i.inhparent) >= $1
            """
        );
        command.Parameters.Add(new() { Value = rows });
        var names = new HashSet<string>();
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            names.Add(reader.GetString(0));
        }
        return names;
    }

    /// <summary>What was explained since this was last asked: each with its <c>Query Text</c> and <c>Plan</c>.</summary>
    public IReadOnlyList<JsonElement> Plans()
    {
        using var log = new FileStream(_server.Log, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        log.Seek(_read, SeekOrigin.Begin);
        using var reader = new StreamReader(log, Encoding.UTF8);
        var text = reader.ReadToEnd();
        _read = log.Position;
        return [.. Plan().Matches(text).Select(match => JsonElement.Parse(match.Groups[1].Value))];
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    // Lines that continue an entry of the log begin with a tab.
    [GeneratedRegex(@"plan:\n((?:\t.*\n?)+)")]
    private static partial Regex Plan();
}
