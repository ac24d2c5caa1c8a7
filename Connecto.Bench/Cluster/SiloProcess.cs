using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Connecto.Bench.Cluster;

/// <summary>A silo of the benchmark's own: the built program as a child process that finds others by PostgreSQL.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Process _process;

    private SiloProcess(Process process) => _process = process;

    /// <summary>Starts a silo and waits until it is ready.</summary>
    /// <exception cref="TimeoutException">It is not ready in time, or ended.</exception>
    public static async Task<SiloProcess> StartAsync(string connectionString, string cluster)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Connecto.Silo.dll");
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [program])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.Environment["ASPNETCORE_URLS"] = address.GetLeftPart(UriPartial.Authority);
        start.Environment["ConnectionStrings__Postgres"] = connectionString;
        start.Environment["Cluster__Membership"] = "postgres";
        start.Environment["Cluster__ClusterId"] = cluster;
        start.Environment["Cluster__Address"] = "127.0.0.1";
        start.Environment["Cluster__SiloPort"] = FreePort().ToString(CultureInfo.InvariantCulture);
        start.Environment["Cluster__GatewayPort"] = FreePort().ToString(CultureInfo.InvariantCulture);
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        var silo = new SiloProcess(Process.Start(start)!);
        // What it prints would stand between the figures; its errors may.
        silo._process.BeginOutputReadLine();
        try
        {
            await silo.ReadyAsync(address);
        }
        catch
        {
            await silo.DisposeAsync();
            throw;
        }
        return silo;
    }

    /// <summary>Asks the silo to end, as an operator would, and kills it if it does not.</summary>
    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                _process.Kill();
            }
        }
    }

    private async Task ReadyAsync(Uri address)
    {
        using var http = new HttpClient { BaseAddress = address };
        for (var since = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(since) < Patience; await Task.Delay(Poll))
        {
            if (_process.HasExited)
            {
                throw new TimeoutException($"A silo ended with exit code {_process.ExitCode}.");
            }
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
        throw new TimeoutException($"A silo is not ready after {Patience.TotalSeconds} s.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
