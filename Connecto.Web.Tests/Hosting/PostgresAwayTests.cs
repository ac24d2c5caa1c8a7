using System.Net;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Hosting;

/// <summary>A server whose PostgreSQL goes away and comes back.</summary>
public sealed class PostgresAwayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private readonly RestServer _server = new(postgres);
    private PostgresServer _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresServer.StartAsync();
        _server.Server.Settings["ConnectionStrings:Postgres"] = _database.ConnectionString;
        await _server.InitializeAsync();
        _http.BaseAddress = _server.Server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _http.Dispose();
    }

    [Fact]
    public async Task It_says_that_it_is_not_ready_refuses_with_unavailable_and_recovers_by_itself()
    {
        var user = await _server.RegisterAsync();
        await _database.StopAsync("immediate");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync("/health/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health/live"));
        var refused = await user.Rest.PostAsync("planets", new { name = "x" });
        refused.IsRefused(503, "unavailable");
        Assert.InRange(refused.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));
        var credentials = new { email = user.Email, password = "password" };
        (await _server.Anonymous.PostAsync("auth/login", credentials)).IsRefused(503, "unavailable");

        await _database.StartAgainAsync();
        await Eventually.Holds(
            async () => await StatusAsync("/health/ready") == HttpStatusCode.OK,
            "readiness",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(201, (await user.Rest.PostAsync("planets", new { name = "x" })).Status);
    }

    [Fact]
    public async Task Admins_see_what_processes_tell_and_nobody_else_does()
    {
        var (admin, user) = (await _server.AdminAsync(), await _server.RegisterAsync());
        string[] told = ["admin/cluster", "admin/calls", "admin/queries"];
        foreach (var path in told)
        {
            Assert.Equal(200, (await admin.Rest.GetAsync(path)).Status);
            (await user.Rest.GetAsync(path)).IsRefused(403, "forbidden");
        }
        await _database.StopAsync("immediate");

        foreach (var path in told)
        {
            Assert.Equal(200, (await admin.Rest.GetAsync(path)).Status);
            (await user.Rest.GetAsync(path)).IsRefused(403, "forbidden");
            (await _server.Anonymous.GetAsync(path)).IsRefused(401, "unauthenticated");
        }
        var queries = await admin.Rest.GetAsync("admin/queries");
        Assert.False(queries.Body.TryGetProperty("database", out _));
        Assert.False(queries.Body.TryGetProperty("databaseAsOf", out _));
        Assert.Equal(1, queries["processes"].GetInt32());
        Assert.NotEmpty(queries["queries"].EnumerateArray());
        (await admin.Rest.GetAsync("admin/users")).IsRefused(503, "unavailable");
        (await admin.Rest.GetAsync("admin/audit")).IsRefused(503, "unavailable");
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
