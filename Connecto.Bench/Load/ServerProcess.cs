using System.Diagnostics;
using System.Security.Cryptography;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Load;

/// <summary>A Connecto server of the benchmark's own: the built program as a child process on a free port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly UnixProcess _running;
    private bool _ended;

    private ServerProcess(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        // Not there where it has ended already: then no signal is sent.
        _running = UnixProcess.Find(process.Id) ?? new UnixProcess(process.Id, 0);
    }

    /// <summary>The administrator of all servers of this run.</summary>
    public static string AdminEmail { get; } = $"bench-{Guid.NewGuid():N}@connecto.local";

    public static string AdminPassword { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public Uri Address { get; }

    /// <summary>The garbage collector that the server runs with, as its configuration says.</summary>
    public static string Gc =>
        File.ReadAllText(Path.Combine(ProgramFolder(), "Connecto.Web.runtimeconfig.json"))
            .Contains("\"System.GC.Server\": true")
            ? "server GC"
            : "workstation GC";

    public int Id => _running.Pid;

    /// <summary>Starts the server and waits until it is ready.</summary>
    /// <param name="connectionString">Its PostgreSQL.</param>
    /// <param name="where">Where it listens; a free port of this machine where that is null.</param>
    /// <exception cref="TimeoutException">It is not ready in time, or ended.</exception>
    public static async Task<ServerProcess> StartAsync(string connectionString, Uri? where = null)
    {
        var program = Path.Combine(ProgramFolder(), "Connecto.Web.dll");
        var address = where ?? new Uri($"http://127.0.0.1:{FreePort.Draw()}");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = ProgramFolder(),
        };
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["ConnectionStrings__Postgres"] = connectionString;
        start.Environment["CONNECTO_ADMIN_EMAIL"] = AdminEmail;
        start.Environment["CONNECTO_ADMIN_PASSWORD"] = AdminPassword;
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var server = new ServerProcess(Process.Start(start)!, address);
        // What it prints would stand between the figures; its errors may.
        server._process.BeginOutputReadLine();
        await server.ReadyAsync();
        return server;
    }

    /// <summary>Ends the server at once, as a crash does.</summary>
    public async Task KillAsync()
    {
        _ended = true;
        using (_process)
        {
            _running.Signal(UnixProcess.SigKill);
            await _process.WaitForExitAsync();
        }
    }

    /// <summary>Asks the server to end, as an operator would, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        using (_process)
        {
            _running.Signal(UnixProcess.SigTerm);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _running.Signal(UnixProcess.SigKill);
            }
        }
    }

    private static string ProgramFolder() => BuiltProgram.Folder("Connecto.Web");

    private async Task ReadyAsync()
    {
        try
        {
            await ReadyServer.AwaitAsync(
                Address,
                "the server",
                CancellationToken.None,
                () => _process.HasExited ? $"The server ended with exit code {_process.ExitCode}." : null
            );
        }
        catch (TimeoutException)
        {
            await DisposeAsync();
            throw;
        }
    }
}
