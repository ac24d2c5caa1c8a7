using Connecto.Bench.Clients;
using Npgsql;

namespace Connecto.Bench.Processes;

/// <summary>
/// The real <c>./connecto up</c> on a data folder and a port of its own, with the server that was built beside this
/// program. Its parts can be killed one by one, and <c>up</c> itself can be started again on what it left.
/// </summary>
public sealed class ConnectoProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment;
    private readonly string[] _options;
    private readonly List<CommandRun> _runs = [];

    private ConnectoProcess(Dictionary<string, string?> environment, params string[] options) =>
        (_environment, _options) = (environment, options);

    /// <summary>What <c>--data</c> names. Deleted with this object.</summary>
    public string DataFolder { get; } = Directory.CreateTempSubdirectory("connecto-up-").FullName;

    /// <summary>The port of 127.0.0.1 that it serves.</summary>
    public int Port { get; } = FreePort.Draw();

    /// <summary>Where the server answers.</summary>
    public Uri BaseAddress => new($"http://127.0.0.1:{Port}");

    /// <summary>The administrator that <c>up</c> makes by itself.</summary>
    public static string AdminEmail => "admin@connecto.local";

    /// <summary>The administrator's password; there once <c>up</c> is ready.</summary>
    public string AdminPassword => File.ReadAllText(Path.Combine(DataFolder, "admin-password")).Trim();

    /// <summary>How Npgsql reaches its private PostgreSQL.</summary>
    public string ConnectionString => $"Host={DataFolder}/run/socket;Username=connecto;Database=connecto";

    /// <summary>The command that runs or ran last.</summary>
    public CommandRun Up => _runs[^1];

    /// <summary>The server, or null while none runs.</summary>
    public UnixProcess? Server => UnixProcess.FromFile(Path.Combine(DataFolder, "run", "web.pid"));

    /// <summary>The postmaster, or null while none runs.</summary>
    public UnixProcess? Postgres => UnixProcess.FromFile(Path.Combine(DataFolder, "run", "postgres.pid"));

    /// <summary>A part by its name (<c>web-1</c>, <c>redis</c>), or null while it does not run.</summary>
    public UnixProcess? Part(string name) => UnixProcess.FromFile(Path.Combine(DataFolder, "run", $"{name}.pid"));

    /// <summary>The folder that a part's program was started from, or null while it does not run.</summary>
    public string? FolderOf(string name)
    {
        try
        {
            var words = Part(name) is { } part ? File.ReadAllText($"/proc/{part.Pid}/cmdline").Split('\0') : [];
            return Path.GetDirectoryName(Array.Find(words, word => word.EndsWith(".dll", StringComparison.Ordinal)));
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Starts <c>up</c> on an empty folder and returns when it says that it is ready.</summary>
    public static async Task<ConnectoProcess> StartAsync(
        CancellationToken cancellation,
        params (string Name, string Value)[] environment
    )
    {
        var connecto = NotStarted(environment);
        try
        {
            await connecto.StartAgainAsync(cancellation);
            return connecto;
        }
        catch
        {
            await connecto.DisposeAsync();
            throw;
        }
    }

    /// <summary>A folder and a port on which <c>up</c> does not run yet.</summary>
    public static ConnectoProcess NotStarted(params (string Name, string Value)[] environment) =>
        new(environment.ToDictionary(e => e.Name, e => (string?)e.Value));

    /// <summary>
    /// A folder and a port for a cluster of so many silos and web nodes, with limits out of the way. It takes Microsoft
    /// Orleans (<see cref="CommandRun.IsOrleans"/>).
    /// </summary>
    public static ConnectoProcess Cluster(int silos, int webs)
    {
        var environment = new Dictionary<string, string?>
        {
            ["RateLimits__RestPerMinute"] = "1000000",
            ["RateLimits__LoginsPerMinute"] = "1000000",
        };
        return new ConnectoProcess(environment, "--silos", $"{silos}", "--webs", $"{webs}");
    }

    /// <summary>Starts <c>up</c> on the same folder and port, after the one before ended or was killed.</summary>
    public async Task StartAgainAsync(CancellationToken cancellation)
    {
        var run = Begin();
        await run.SaysAsync($"Connecto is up: http://127.0.0.1:{Port}", cancellation);
    }

    /// <summary>Starts <c>up</c> and returns at once.</summary>
    public CommandRun Begin()
    {
        var run = Command(DataFolder, Port);
        _runs.Add(run);
        return run;
    }

    /// <summary>Runs <c>up</c> with the same environment on any folder and port; whoever calls awaits its end.</summary>
    public CommandRun Command(string folder, int port, params string[] options) =>
        CommandRun.Start(["up", "--port", $"{port}", "--data", folder, .. _options, .. options], _environment);

    /// <summary>Begins to restart its silos and web nodes one after the other.</summary>
    public CommandRun Roll() => CommandRun.Start(["roll", "--data", DataFolder], _environment);

    /// <summary>Kills the server and returns when another one is ready in its place.</summary>
    public async Task KillServerAsync(CancellationToken cancellation)
    {
        var killed = Server;
        killed?.Signal(UnixProcess.SigKill);
        await Eventually.Holds(() => Server is { } now && now != killed, "a new server", cancellation);
        await Up.SaysAsync($"The server is back (pid {Server!.Pid})", cancellation);
    }

    /// <summary>Kills the postmaster and returns when another one is ready and the server is ready on it.</summary>
    public async Task KillPostgresAsync(CancellationToken cancellation)
    {
        var killed = Postgres;
        killed?.Signal(UnixProcess.SigKill);
        await Eventually.Holds(() => Postgres is { } now && now != killed, "a new PostgreSQL", cancellation);
        await Up.SaysAsync($"PostgreSQL is back (pid {Postgres!.Pid})", cancellation);
        await ReadyAsync(cancellation);
    }

    /// <summary>Kills <c>up</c> itself; what it started goes on without it.</summary>
    public async Task KillUpAsync(CancellationToken cancellation)
    {
        Up.Process.Signal(UnixProcess.SigKill);
        await Up.EndAsync(cancellation);
    }

    /// <summary>A token of its administrator.</summary>
    internal async Task<string> LogInAsync(RestApi api, CancellationToken cancellation)
    {
        var who = new { email = AdminEmail, password = AdminPassword };
        return (await api.PostAsync("auth/login", null, who, cancellation)).Text("accessToken");
    }

    /// <summary>Returns when <c>/health/ready</c> answers 200.</summary>
    public Task ReadyAsync(CancellationToken cancellation) =>
        ReadyServer.AwaitAsync(BaseAddress, "Connecto", cancellation);

    /// <summary>Ends it as its user would, and returns its exit code.</summary>
    public Task<int> StopAsync(CancellationToken cancellation, int signal = UnixProcess.SigTerm)
    {
        Up.Process.Signal(signal);
        return Up.EndAsync(cancellation);
    }

    /// <summary>Runs the statements in its PostgreSQL and returns the first value of the last answer.</summary>
    public async Task<object?> ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs.Where(r => r.Process.Runs))
        {
            run.Process.Signal(UnixProcess.SigTerm);
            await run.EndAsync(CancellationToken.None);
        }
        // What a killed `up` left when no other one came after it.
        foreach (var left in Directory.CreateDirectory(Path.Combine(DataFolder, "run")).GetFiles("*.pid"))
        {
            var signal = left.Name == "postgres.pid" ? UnixProcess.SigQuit : UnixProcess.SigKill;
            UnixProcess.FromFile(left.FullName)?.Signal(signal);
        }
        await Eventually.Holds(() => UnixProcess.Naming(DataFolder).Count == 0, "the end", CancellationToken.None);
        Directory.Delete(DataFolder, recursive: true);
    }
}
