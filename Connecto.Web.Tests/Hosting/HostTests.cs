using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Tests.Hosting;

public sealed class HostTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RecordedLog _log = new();
    private readonly HttpClient _http = new();
    private ChatServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = new ChatServer(postgres)
        {
            Settings = { ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace", ["Chat:ReconnectWithin"] = "00:01:00" },
            Configure = services => services.AddLogging(logging => logging.ClearProviders().AddProvider(_log)),
        };
        await _server.InitializeAsync();
        _http.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task It_says_who_it_is_and_that_it_is_ready()
    {
        var version = await GetJsonAsync("/api/v1/version");
        Assert.Equal("Connecto", version.GetProperty("product").GetString());
        Assert.Equal(1, version.GetProperty("hub").GetInt32());
        Assert.Equal("live", (await GetJsonAsync("/health/live")).GetProperty("status").GetString());
        Assert.Equal("ready", (await GetJsonAsync("/health/ready")).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Its_document_lists_every_route_with_its_path_parameters()
    {
        var document = await GetJsonAsync("/openapi/v1.json");

        var get = document.GetProperty("paths").GetProperty("/api/v1/planets/{id}/messages/{seq}").GetProperty("get");
        Assert.Equal(
            ["id", "seq"],
            get.GetProperty("parameters").EnumerateArray().Select(one => one.GetProperty("name").GetString())
        );
    }

    [Fact]
    public async Task Every_answer_tells_browsers_to_be_careful_and_none_names_the_server()
    {
        using var answer = await _http.GetAsync(new Uri("/nothing.js", UriKind.Relative), Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.Empty(answer.Headers.Server);
    }

    [Fact]
    public async Task A_token_in_the_query_is_in_no_line_of_the_log()
    {
        var user = await _server.UserAsync();
        var path = $"/hubs/chat/negotiate?v=1&access_token={Uri.EscapeDataString(user.Token)}&negotiateVersion=1";

        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), null, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(_log.Lines, line => line.Text.Contains("access_token=redacted", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Text.Contains(user.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_nodes_accept_each_others_tokens()
    {
        var user = await _server.UserAsync();
        await using var other = new ChatServer(postgres)
        {
            Settings = { ["ConnectionStrings:Postgres"] = _server.ConnectionString },
        };
        await other.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(other.Address, "/api/v1/me"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", user.Token);

        using var answer = await _http.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void What_ends_after_the_clients_have_left_still_has_half_a_minute()
    {
        var host = _server.Services.GetRequiredService<IOptions<HostOptions>>().Value;

        Assert.Equal(TimeSpan.FromSeconds(90), host.ShutdownTimeout);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<JsonElement> GetJsonAsync(string path) =>
        JsonElement.Parse(await _http.GetStringAsync(new Uri(path, UriKind.Relative), Cancellation));
}
