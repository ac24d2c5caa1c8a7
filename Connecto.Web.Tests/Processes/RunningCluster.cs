using Connecto.Bench.Clients;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;

namespace Connecto.Web.Tests.Processes;

/// <summary>One cluster of 2 silos and 2 web nodes for all tests of a class; on the local runtime they are skipped.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private static readonly TimeSpan _answersWithin = TimeSpan.FromSeconds(30);

    private ConnectoProcess? _connecto;
    private RestApi? _api;
    private string? _token;

    /// <summary>It is ready when the tests begin.</summary>
    public ConnectoProcess Connecto => _connecto ?? NotStarted(2, 2);

    /// <summary>A cluster that does not run yet; on the local runtime the test that asks for it is skipped.</summary>
    public static ConnectoProcess NotStarted(int silos, int webs)
    {
        Assert.SkipUnless(CommandRun.IsOrleans, "The local runtime is one process: a cluster needs Microsoft Orleans.");
        return ConnectoProcess.Cluster(silos, webs);
    }

    /// <summary>Its API behind the proxy.</summary>
    internal RestApi Api => _api ??= new RestApi(Connecto.BaseAddress, _answersWithin);

    /// <summary>Whoever shows it is the administrator.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellation) =>
        _token ??= await Connecto.LogInAsync(Api, cancellation);

    /// <summary>Users to whom no limits apply, in planets, made anew.</summary>
    internal async Task<LoadWorld> WorldAsync(int users, int planets)
    {
        var (where, password) = (Connecto.BaseAddress, Connecto.AdminPassword);
        using var admin = await AdminApi.LogInAsync(where, ConnectoProcess.AdminEmail, password);
        return await admin.MakeWorldAsync(users, planets);
    }

    /// <summary>How many silos and web nodes the cluster counts; none while nobody can say.</summary>
    public async Task<(int Silos, int Webs)> MembersAsync(CancellationToken cancellation)
    {
        var token = await TokenAsync(cancellation);
        try
        {
            var cluster = await Api.GetAsync("admin/cluster", token, cancellation);
            return (cluster.GetProperty("silos").GetArrayLength(), cluster.GetProperty("webNodes").GetArrayLength());
        }
        catch (RestRefusedException)
        {
            return (0, 0);
        }
    }

    /// <summary>How many web nodes the proxy finds ready.</summary>
    public async Task<int> ReadyBehindProxyAsync(CancellationToken cancellation)
    {
        const string name = "statistics ";
        var ports = await File.ReadAllLinesAsync(Path.Combine(Connecto.DataFolder, "run", "ports"), cancellation);
        var port = ports.Single(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..];
        using var http = new HttpClient();
        var table = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/;csv"), cancellation);
        return table
            .Split('\n')
            .Count(row => row.StartsWith("webs,web-", StringComparison.Ordinal) && row.Contains(",UP,"));
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (CommandRun.IsOrleans)
        {
            _connecto = ConnectoProcess.Cluster(2, 2);
            await _connecto.StartAgainAsync(CancellationToken.None);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _api?.Dispose();
        return _connecto?.DisposeAsync() ?? ValueTask.CompletedTask;
    }
}
