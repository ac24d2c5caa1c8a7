using System.Globalization;
using System.Security.Cryptography;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Plants;

/// <summary>
/// All processes of a Connecto of the checker's own, watched and started again when they have ended. Only these are ever
/// signalled.
/// </summary>
internal sealed class Plant : IAsyncDisposable
{
    private readonly PlantPlan _plan;
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(12));
    private readonly Dictionary<string, PlantProcess> _processes = [];
    private readonly Dictionary<string, PlantClock> _clocks = [];
    private readonly Dictionary<string, Uri> _servers = [];
    private readonly string _folder;
    private string? _postgres;

    private Plant(PlantPlan plan)
    {
        _plan = plan;
        _folder = PlantRemains.NewFolder();
    }

    public static string AdminEmail => "history@connecto.local";

    public string AdminPassword => _password;

    /// <summary>The web nodes.</summary>
    public IReadOnlyList<Uri> Webs => [.. Of(Role.Web).Select(name => _servers[name])];

    /// <summary>How its PostgreSQL is reached.</summary>
    public string Postgres => _postgres!;

    /// <summary>How its Redis is reached; null where it is no cluster.</summary>
    public string? Redis { get; private set; }

    public PlantNetwork? Network { get; private set; }

    public PlantDisk? Disk { get; private set; }

    public IEnumerable<PlantProcess> Processes => _processes.Values;

    public PlantProcess Process(string name) => _processes[name];

    public PlantClock Clock(string name) => _clocks[name];

    /// <summary>The names of all processes of a role.</summary>
    public IReadOnlyList<string> Of(Role role) =>
        [.. _processes.Values.Where(process => process.Role == role).Select(process => process.Name)];

    /// <summary>Starts everything and returns when it is ready.</summary>
    /// <exception cref="TimeoutException">Something does not become ready; the message tells its last words.</exception>
    public static async Task<Plant> StartAsync(PlantPlan plan, CancellationToken cancellation)
    {
        await PlantRemains.SweepAsync();
        var plant = new Plant(plan);
        try
        {
            await plant.StartAllAsync(cancellation);
            return plant;
        }
        catch
        {
            await plant.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts one silo more and returns when it is ready.</summary>
    /// <exception cref="TimeoutException">It does not become ready; the message tells its last words.</exception>
    public Task AddSiloAsync(CancellationToken cancellation) =>
        StartServerAsync($"silo-{Of(Role.Silo).Count + 1}", Role.Silo, cancellation);

    /// <summary>Returns when each silo and web node has said that it is ready.</summary>
    /// <exception cref="TimeoutException">One does not become ready; the message tells its last words.</exception>
    public Task ReadyAsync(CancellationToken cancellation) =>
        Task.WhenAll(_servers.Keys.Select(name => ReadyAsync(_processes[name], cancellation)));

    /// <summary>
    /// Asks a silo or web node to end, as an operator would, and returns when it was asked; the inner task ends when it has
    /// started again and is ready.
    /// </summary>
    /// <exception cref="TimeoutException">It does not become ready; the message tells its last words.</exception>
    public async Task<Task> RestartAsync(string name, CancellationToken cancellation)
    {
        var process = _processes[name];
        return ReturnAsync(process, await process.SignalAsync(UnixProcess.SigTerm, cancellation), cancellation);
    }

    /// <summary>Ends everything, who writes before what is written to, and takes everything away.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var role in new[] { Role.Web, Role.Silo })
        {
            await Task.WhenAll(Of(role).Select(name => _processes[name].EndAsync(UnixProcess.SigTerm)));
        }

        await Task.WhenAll(Of(Role.Redis).Select(name => _processes[name].EndAsync(UnixProcess.SigTerm)));
        await Task.WhenAll(Of(Role.Postgres).Select(name => _processes[name].EndAsync(UnixProcess.SigQuit)));
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }

        if (Network is { } network)
        {
            await network.DisposeAsync();
        }

        await PlantRemains.RemoveAsync(_folder);
    }

    private async Task StartAllAsync(CancellationToken cancellation)
    {
        // PostgreSQL enters it as another user.
        await Shell.RunAsync("chmod", "711", _folder);
        Network = _plan.CutsNetwork ? await PlantNetwork.MakeAsync() : null;
        await StartPostgresAsync(cancellation);
        if (_plan.Silos > 0)
        {
            await StartRedisAsync();
        }

        for (var silo = 1; silo <= _plan.Silos; silo++)
        {
            await StartServerAsync($"silo-{silo}", Role.Silo, cancellation);
        }

        for (var web = 1; web <= _plan.Webs; web++)
        {
            await StartServerAsync($"web-{web}", Role.Web, cancellation);
        }
    }

    private async Task StartPostgresAsync(CancellationToken cancellation)
    {
        var home = Path.Combine(_folder, "postgres");
        Disk = _plan.FillsDisk ? await PlantDisk.MountAsync(home) : null;
        var address = Network is null ? null : await Network.JoinAsync("postgres");
        var postgres = new PostgresNode(home, address, Network?.Range, _password, _plan);
        await postgres.MakeAsync();
        var process = Start("postgres", Role.Postgres, postgres.Command, new Dictionary<string, string>());
        await ReadyAsync(process, Eventually.Holds(postgres.IsReadyAsync, "postgres to be ready", cancellation));
        _postgres = postgres.ConnectionString;
    }

    private async Task StartRedisAsync()
    {
        var program = await RedisNode.FindAsync() ?? throw new InvalidOperationException("There is no Redis.");
        var redis = new RedisNode(program, await AddressAsync("redis"), Port(6379), _password);
        Start("redis", Role.Redis, redis.Command, new Dictionary<string, string>());
        Redis = redis.ConnectionString;
    }

    private async Task StartServerAsync(string name, Role role, CancellationToken cancellation)
    {
        var project = role == Role.Silo ? "Connecto.Silo" : "Connecto.Web";
        var address = await AddressAsync(name);
        var where = new Uri($"http://{address}:{Port(5080)}");
        var environment = new Dictionary<string, string>
        {
            ["ASPNETCORE_URLS"] = where.GetLeftPart(UriPartial.Authority),
            ["ASPNETCORE_CONTENTROOT"] = BuiltProgram.Folder(project),
            ["ConnectionStrings__Postgres"] = _postgres!,
            ["CONNECTO_ADMIN_EMAIL"] = AdminEmail,
            ["CONNECTO_ADMIN_PASSWORD"] = AdminPassword,
            ["Logging__LogLevel__Default"] = "Warning",
        };
        if (Redis is not null)
        {
            environment["ConnectionStrings__Redis"] = Redis;
            environment["Cluster__Address"] = address;
            environment["Cluster__HostsGrains"] = role == Role.Silo ? "true" : "false";
            environment["Cluster__SiloPort"] = Port(11111);
            environment["Cluster__GatewayPort"] = Port(30000);
        }

        var program = Path.Combine(BuiltProgram.Folder(project), $"{project}.dll");
        var clock = _plan.StepsClocks ? PlantClock.Make(Path.Combine(_folder, name)) : null;
        if (clock is not null)
        {
            _clocks[name] = clock;
        }

        var process = Start(name, role, [.. clock?.Wear() ?? [], "dotnet", program], environment);
        _servers[name] = where;
        await ReadyAsync(process, cancellation);
    }

    private async Task<string> AddressAsync(string name) =>
        Network is null ? "127.0.0.1" : await Network.JoinAsync(name);

    // In a namespace of its own a process may have any port.
    private string Port(int wanted) =>
        (Network is null ? FreePort.Draw() : wanted).ToString(CultureInfo.InvariantCulture);

    private PlantProcess Start(
        string name,
        Role role,
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var entered = Network is null ? command : [.. Network.Enter(name), .. command];
        return _processes[name] = new PlantProcess(name, role, entered, environment, Path.Combine(_folder, name));
    }

    private async Task ReturnAsync(PlantProcess process, UnixProcess ended, CancellationToken cancellation)
    {
        await Eventually.Holds(() => process.Running != ended, $"{process.Name} to end and start again", cancellation);
        await ReadyAsync(process, cancellation);
    }

    private Task ReadyAsync(PlantProcess process, CancellationToken cancellation) =>
        ReadyAsync(process, ReadyServer.AwaitAsync(_servers[process.Name], process.Name, cancellation));

    private static async Task ReadyAsync(PlantProcess process, Task ready)
    {
        try
        {
            await ready;
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message}\n{process.LastWords}", late);
        }
    }
}
