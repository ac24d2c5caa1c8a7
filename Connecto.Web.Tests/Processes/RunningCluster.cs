using System.Net.Http.Json;
using System.Text.Json;

namespace Connecto.Web.Tests.Processes;

/// <summary>One cluster of 2 silos and 2 web nodes for all tests of a class; on the local runtime they are skipped.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private ConnectoProcess? _connecto;
    private string? _token;

    private Uri Api => new(Connecto.BaseAddress, "/api/v1/");

    /// <summary>It is ready when the tests begin.</summary>
    public ConnectoProcess Connecto => _connecto ?? ConnectoProcess.Cluster(2, 2);

    /// <summary>Whoever shows it is the administrator.</summary>
    public async Task<string> TokenAsync(CancellationToken cancellation)
    {
        if (_token is null)
        {
            using var http = new HttpClient { BaseAddress = Api };
            var who = new { email = ConnectoProcess.AdminEmail, password = Connecto.AdminPassword };
            using var answer = await http.PostAsJsonAsync("auth/login", who, cancellation);
            answer.EnsureSuccessStatusCode();
            var grant = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            _token = grant.GetProperty("accessToken").GetString()!;
        }
        return _token;
    }

    /// <summary>How many silos and web nodes the cluster counts; none while nobody can say.</summary>
    public async Task<(int Silos, int Webs)> MembersAsync(CancellationToken cancellation)
    {
        using var http = new HttpClient { BaseAddress = Api };
        http.DefaultRequestHeaders.Authorization = new("Bearer", await TokenAsync(cancellation));
        using var answer = await http.GetAsync(new Uri("admin/cluster", UriKind.Relative), cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            return (0, 0);
        }
        var cluster = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return (cluster.GetProperty("silos").GetArrayLength(), cluster.GetProperty("webNodes").GetArrayLength());
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
    public ValueTask DisposeAsync() => _connecto?.DisposeAsync() ?? ValueTask.CompletedTask;
}
