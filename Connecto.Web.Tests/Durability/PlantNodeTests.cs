using System.Net.Sockets;
using System.Runtime.Versioning;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;
using Npgsql;

namespace Connecto.Web.Tests.Durability;

/// <summary>PostgreSQL and Redis of a plant are what <c>docs/operations.md</c> asks for.</summary>
[SupportedOSPlatform("linux")]
public sealed class PlantNodeTests : IAsyncDisposable
{
    private const string Password = "secret";

    private readonly string _folder = Directory.CreateTempSubdirectory("connecto-node-").FullName;
    private PlantProcess? _process;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3, 2, 3 * 46 + 2 * 44 + 20)]
    [InlineData(0, 1, 100)]
    public async Task Postgres_has_connections_for_all_silos_and_web_nodes(int silos, int webs, int connections)
    {
        await Shell.RunAsync("chmod", "711", _folder);
        var postgres = new PostgresNode(_folder, null, null, Password, new PlantPlan(silos, webs, false, false, false));
        await postgres.MakeAsync();
        Start("postgres", Role.Postgres, postgres.Command);
        await Eventually.Holds(postgres.IsReadyAsync, "postgres to be ready", Cancellation);

        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString + ";Pooling=false");
        await using var command = source.CreateCommand("SHOW max_connections");

        Assert.Equal($"{connections}", await command.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task Redis_has_after_a_kill_what_it_has_acknowledged()
    {
        var program = await RedisNode.FindAsync();
        Assert.SkipWhen(program is null, "This machine has no Redis and gets none.");
        var port = FreePort.Draw();
        var redis = new RedisNode(program, "127.0.0.1", $"{port}", Password);
        Start("redis", Role.Redis, redis.Command);
        await AnswersAsync(port, "SET kept yes", "+OK");

        var killed = await _process!.SignalAsync(UnixProcess.SigKill, Cancellation);

        await Eventually.Holds(() => !killed.Runs, "its end", Cancellation);
        await AnswersAsync(port, "GET kept", "$3");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.EndAsync(UnixProcess.SigQuit);
            await _process.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private void Start(string name, Role role, IEnumerable<string> command) =>
        _process = new PlantProcess(name, role, command, new Dictionary<string, string>(), Path.Combine(_folder, name));

    // Once it runs and has read what it had.
    private static async Task AnswersAsync(int port, string call, string answer)
    {
        string? said = null;
        await Eventually.Holds(
            async () => (said = await CallAsync(port, call)) is not null,
            "Redis to answer",
            Cancellation
        );
        Assert.Equal(answer, said);
    }

    // Null while it does not serve yet.
    private static async Task<string?> CallAsync(int port, string call)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, Cancellation);
            await using var writer = new StreamWriter(client.GetStream());
            using var reader = new StreamReader(client.GetStream());
            await writer.WriteAsync($"AUTH {Password}\r\n{call}\r\n");
            await writer.FlushAsync(Cancellation);
            await reader.ReadLineAsync(Cancellation);
            var said = await reader.ReadLineAsync(Cancellation);
            return said?.StartsWith("-LOADING", StringComparison.Ordinal) == true ? null : said;
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            return null;
        }
    }
}
