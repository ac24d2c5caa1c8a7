using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Connecto.Web.Tests.Processes;

/// <summary>One cluster of 2 silos and 2 web nodes for all tests of a class; on the local runtime they are skipped.</summary>
public sealed class RunningCluster : IAsyncLifetime
{
    private ConnectoProcess? _connecto;
    private string? _token;

    /// <summary>It is ready when the tests begin.</summary>
    public ConnectoProcess Connecto => _connecto ?? ConnectoProcess.Cluster(2, 2);

    /// <summary>Calls the API as the administrator.</summary>
    public async Task<HttpClient> AdminAsync(CancellationToken cancellation)
    {
        var http = new HttpClient { BaseAddress = new Uri(Connecto.BaseAddress, "/api/v1/") };
        if (_token is null)
        {
            var who = new { email = ConnectoProcess.AdminEmail, password = Connecto.AdminPassword };
            using var answer = await http.PostAsJsonAsync("auth/login", who, cancellation);
            answer.EnsureSuccessStatusCode();
            var grant = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
            _token = grant.GetProperty("accessToken").GetString();
        }
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return http;
    }

    /// <summary>How many silos and web nodes the cluster counts; none while nobody can say.</summary>
    public async Task<(int Silos, int Webs)> MembersAsync(CancellationToken cancellation)
    {
        using var http = await AdminAsync(cancellation);
        using var answer = await http.GetAsync(new Uri("admin/cluster", UriKind.Relative), cancellation);
        if (!answer.IsSuccessStatusCode)
        {
            return (0, 0);
        }
        var cluster = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return (cluster.GetProperty("silos").GetArrayLength(), cluster.GetProperty("webNodes").GetArrayLength());
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
