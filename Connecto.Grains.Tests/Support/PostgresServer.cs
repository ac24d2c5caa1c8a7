using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connecto.Tests.Support;

/// <summary>
/// A throw-away PostgreSQL from the machine's own binaries, on a free port of 127.0.0.1. It refuses to run as root, so
/// as root it runs under an unprivileged user.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string Versions = "/usr/lib/postgresql";

    private readonly string _binaries;
    private readonly string _folder;
    private readonly int _port;
    private string[] _settings = [];
    private bool _running;

    private PostgresServer(string binaries, string folder, int port)
    {
        _binaries = binaries;
        _folder = folder;
        _port = port;
    }

    /// <summary>Whether this machine has the binaries for it.</summary>
    public static bool IsInstalled => Installed() is not null;

    /// <summary>The file that it writes its log into.</summary>
    public string Log => $"{_folder}/log";

    public string ConnectionString => $"Host=127.0.0.1;Port={_port};Username=postgres;Database=postgres";

    /// <param name="settings">Beside its own, each as <c>name=value</c>.</param>
    public static async Task<PostgresServer> StartAsync(params string[] settings)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"connecto-test-postgres-{Guid.NewGuid():N}");
        var server = new PostgresServer(FindBinaries(), folder, FreePort()) { _settings = settings };
        await server.RunAsync("initdb", "-D", folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync");
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A server that follows this one and answers reads. This one must be there when it starts.</summary>
    public async Task<PostgresServer> FollowAsync()
    {
        var folder = $"{_folder}-replica-{Guid.NewGuid():N}";
        var server = new PostgresServer(_binaries, folder, FreePort());
        string[] from = ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), "-U", "postgres"];
        await RunAsync("pg_basebackup", [.. from, "-D", folder, "-R", "-X", "stream", "-c", "fast", "--no-sync"]);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>Starts it on the same port and folder after <see cref="StopAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        var settings = $"-p {_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=300";
        settings += string.Concat(_settings.Select(setting => $" -c {setting}"));
        await RunAsync("pg_ctl", "-D", _folder, "-o", settings, "-l", $"{_folder}/log", "-w", "-t", "120", "start");
        _running = true;
    }

    /// <param name="mode"><c>fast</c> ends connections in order, <c>immediate</c> is a crash.</param>
    public async Task StopAsync(string mode = "fast")
    {
        _running = false;
        await RunAsync("pg_ctl", "-D", _folder, "-m", mode, "-w", "stop");
    }

    /// <summary>Its processes do nothing any more, though its sockets stay.</summary>
    public void Freeze() => Signal("STOP");

    public void Thaw() => Signal("CONT");

    public async ValueTask DisposeAsync()
    {
        if (_running)
        {
            await StopAsync("immediate");
        }
        Directory.Delete(_folder, recursive: true);
    }

    private static string FindBinaries() =>
        Installed()
        ?? throw new InvalidOperationException("Set CONNECTO_TEST_POSTGRES: this machine has no PostgreSQL.");

    private static string? Installed() =>
        !Directory.Exists(Versions)
            ? null
            : Directory
                .GetDirectories(Versions)
                .Where(folder => File.Exists($"{folder}/bin/postgres"))
                .OrderByDescending(folder => int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture))
                .Select(folder => $"{folder}/bin")
                .FirstOrDefault();

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Signal(string signal)
    {
        var postmaster = File.ReadLines($"{_folder}/postmaster.pid").First();
        var children = File.ReadAllText($"/proc/{postmaster}/task/{postmaster}/children");
        string[] all = [postmaster, .. children.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        using var kill = Process.Start("kill", ["-s", signal, .. all]);
        kill.WaitForExit();
    }

    private async Task RunAsync(string program, params string[] arguments)
    {
        var path = $"{_binaries}/{program}";
        string[] line = Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments]
            : [path, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = "/tmp",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
        }
    }
}
