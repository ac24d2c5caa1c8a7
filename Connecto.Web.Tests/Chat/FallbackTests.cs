using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Clients that cannot have a WebSocket: the same hub over plain requests.</summary>
[Trait("Runtime", "Either")]
public sealed class FallbackTests(PostgresFixture postgres)
{
    private const char Separator = '\u001e';

    [Fact]
    public async Task A_client_that_polls_is_served_and_asked_to_come_back_when_the_host_stops()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        using var http = Client(server, user);
        var connection = await ConnectAsync(http);

        await PostAsync(http, connection, Call("Subscribe", $$"""[{"planetId":"{{planet}}"}]"""));
        await PollUntilAsync(http, connection, "\"state\":\"snapshot\"");
        await user.SendAsync(planet, "hello");
        var heard = await PollUntilAsync(http, connection, "\"target\":\"events\"");
        var stopping = server.StopAsync();
        heard += await PollUntilAsync(http, connection, "\"allowReconnect\":true");
        await stopping;

        Assert.Contains("\"text\":\"hello\"", heard, StringComparison.Ordinal);
        Assert.Contains("\"target\":\"reconnect\"", heard, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_with_server_sent_events_is_served()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        using var http = Client(server, user);
        var connection = await NegotiateAsync(http);
        using var request = new HttpRequestMessage(HttpMethod.Get, connection);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var events = new StreamReader(await response.Content.ReadAsStreamAsync(Cancelled));

        await PostAsync(http, connection, """{"protocol":"json","version":1}""");
        await PostAsync(http, connection, Call("Subscribe", $$"""[{"planetId":"{{planet}}"}]"""));
        await ReadUntilAsync(events, "\"state\":\"snapshot\"");
        await user.SendAsync(planet, "hello");

        Assert.Contains(
            "\"text\":\"hello\"",
            await ReadUntilAsync(events, "\"target\":\"events\""),
            StringComparison.Ordinal
        );
        var stopping = server.StopAsync();
        await ReadUntilAsync(events, "\"target\":\"reconnect\"");
        await ReadUntilAsync(events, "\"allowReconnect\":true");
        await stopping;
    }

    [Fact]
    public async Task A_client_that_polls_and_says_nothing_stays_for_as_long_as_it_polls()
    {
        await using var server = new ChatServer(postgres) { Settings = { ["Chat:SilentFor"] = "00:00:03" } };
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        using var http = Client(server, user);
        var connection = await ConnectAsync(http);
        await PostAsync(http, connection, Call("Subscribe", $$"""[{"planetId":"{{planet}}"}]"""));
        var polling = PollUntilAsync(http, connection, "\"target\":\"events\"");
        // Those who come after it, one after the other, are taken for gone meanwhile.
        for (var i = 0; i < 2; i++)
        {
            var options = new HubClientOptions { PingsEvery = TimeSpan.FromDays(1) };
            await using var silent = await user.ConnectAsync(options: options);
            await silent.Ended;
        }

        await user.SendAsync(planet, "hello");

        Assert.DoesNotContain("\"type\":7", await polling, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hello", "\"error\":")]
    [InlineData("""{"protocol":"messagepack","version":1}""", "\"error\":")]
    public async Task A_client_that_polls_hears_what_was_wrong_with_its_handshake(string handshake, string mark)
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        using var http = Client(server, await server.UserAsync());
        var connection = await NegotiateAsync(http);
        await http.GetStringAsync(connection, Cancelled);

        await PostAsync(http, connection, handshake);

        await PollUntilAsync(http, connection, mark);
    }

    [Fact]
    public async Task A_client_that_polls_is_told_of_the_end_of_its_session()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var user = await server.UserAsync();
        using var http = Client(server, user);
        var connection = await ConnectAsync(http);
        await PostAsync(http, connection, Call("Unsubscribe", "[]"));
        await PollUntilAsync(http, connection, "\"type\":3");

        user.Connections[0].End();

        Assert.DoesNotContain(
            "allowReconnect",
            await PollUntilAsync(http, connection, "\"type\":7"),
            StringComparison.Ordinal
        );
        await Eventually.Holds(() => user.Connections.IsEmpty, "it is gone", Cancelled);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static HttpClient Client(ChatServer server, TestUser user)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.Token);
        return http;
    }

    private static string Call(string method, string argument) =>
        $$"""{"type":1,"invocationId":"1","target":"{{method}}","arguments":[{{argument}}]}""";

    private static async Task<string> NegotiateAsync(HttpClient http)
    {
        using var answer = await http.PostAsync("/hubs/chat/negotiate?negotiateVersion=1&v=1", null, Cancelled);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancelled)).GetProperty("connectionToken");
        return $"/hubs/chat?v=1&id={Uri.EscapeDataString(token.GetString()!)}";
    }

    private static async Task<string> ConnectAsync(HttpClient http)
    {
        var connection = await NegotiateAsync(http);
        // The first poll only opens the connection.
        await http.GetStringAsync(connection, Cancelled);
        await PostAsync(http, connection, """{"protocol":"json","version":1}""");
        Assert.Equal("{}" + Separator, await http.GetStringAsync(connection, Cancelled));
        return connection;
    }

    private static async Task PostAsync(HttpClient http, string connection, string record)
    {
        using var content = new StringContent(record + Separator, Encoding.UTF8, "text/plain");
        using var answer = await http.PostAsync(connection, content, Cancelled);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<string> PollUntilAsync(HttpClient http, string connection, string mark)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(HubClient.Patience);
        var heard = new StringBuilder();
        while (!heard.ToString().Contains(mark, StringComparison.Ordinal))
        {
            heard.Append(await http.GetStringAsync(connection, patience.Token));
        }
        return heard.ToString();
    }

    private static async Task<string> ReadUntilAsync(StreamReader events, string mark)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        patience.CancelAfter(HubClient.Patience);
        while (true)
        {
            var line = await events.ReadLineAsync(patience.Token) ?? throw new IOException("The stream ended.");
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                return line;
            }
        }
    }
}
