using System.Diagnostics;
using System.Globalization;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Support;

/// <summary>A PgBouncer in transaction mode before a PostgreSQL, with few connections to it. It does not run as root either.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/pgbouncer";

    private readonly Process _process;
    private readonly string _folder;

    private PgBouncer(Process process, string folder, string connectionString) =>
        (_process, _folder, ConnectionString) = (process, folder, connectionString);

    /// <summary>Whether this machine has it.</summary>
    public static bool IsInstalled => File.Exists(Program);

    /// <summary>The same database through it.</summary>
    public string ConnectionString { get; }

    /// <param name="connectionString">Of the database; its user needs no password.</param>
    /// <param name="servers">Connections to it at most.</param>
    public static async Task<PgBouncer> StartAsync(string connectionString, int servers)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString);
        var port = PostgresServer.FreePort();
        // Which its user may read.
        var folder = Path.Combine(Path.GetTempPath(), $"connecto-test-pgbouncer-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        var settings = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            [databases]
            * = host={target.Host} port={target.Port} user={target.Username}
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = {servers}
            max_client_conn = 200
            """
        );
        await File.WriteAllTextAsync($"{folder}/pgbouncer.ini", settings);
        string[] line = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", Program, $"{folder}/pgbouncer.ini"]
            : [Program, $"{folder}/pgbouncer.ini"];
        var process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        target.Host = "127.0.0.1";
        target.Port = port;
        var bouncer = new PgBouncer(process, folder, target.ConnectionString);
        await Eventually.Holds(bouncer.AnswersAsync, "PgBouncer answers", TestContext.Current.CancellationToken);
        return bouncer;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}
