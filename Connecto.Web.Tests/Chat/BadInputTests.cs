using System.Net.WebSockets;
using Connecto.Bench.Clients;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

public sealed class BadInputTests(ChatServer server) : IClassFixture<ChatServer>
{
    private const int MaxCallBytes = 256 * 1024;
    private const string Send = """{"planetId":"PLANET","clientMessageId":"c1","text":"hello"}""";

    // In a call, PLANET and OTHER stand for a planet of the caller's and one of somebody else's.
    public static TheoryData<string, string, string> Calls =>
        new()
        {
            // planets
            { "SendMessage", "[" + Send.Replace("PLANET", "99", StringComparison.Ordinal) + "]", "not_found" },
            { "SendMessage", "[" + Send.Replace("PLANET", "OTHER", StringComparison.Ordinal) + "]", "not_found" },
            { "EditMessage", """[{"planetId":"OTHER","seq":1,"text":"x"}]""", "not_found" },
            { "DeleteMessage", """[{"planetId":"OTHER","seq":1}]""", "not_found" },
            { "MarkRead", """[[{"planetId":"OTHER","seq":1}]]""", "not_found" },
            { "DeleteMessage", """[{"planetId":"PLANET","seq":77}]""", "not_found" },
            // ids
            { "SendMessage", "[" + Send.Replace("\"PLANET\"", "7", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("PLANET", "x7", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("PLANET", "-7", StringComparison.Ordinal) + "]", "invalid" },
            {
                "SendMessage",
                "[" + Send.Replace("PLANET", "99999999999999999999", StringComparison.Ordinal) + "]",
                "invalid"
            },
            { "SendMessage", """[{"clientMessageId":"c1","text":"hello"}]""", "invalid" },
            { "Unsubscribe", "[[7]]", "invalid" },
            { "Subscribe", """[[{"planetId":7}]]""", "invalid" },
            // texts
            { "SendMessage", "[" + Send.Replace("hello", "", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("hello", "  \\n ", StringComparison.Ordinal) + "]", "invalid" },
            {
                "SendMessage",
                "[" + Send.Replace("hello", new string('x', 4001), StringComparison.Ordinal) + "]",
                "invalid"
            },
            { "SendMessage", "[" + Send.Replace("hello", "a\\u0000b", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("hello", "a\\ud800b", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("\"hello\"", "5", StringComparison.Ordinal) + "]", "invalid" },
            {
                "SendMessage",
                "[" + Send.Replace("\"text\"", "\"\\ud800\":1,\"text\"", StringComparison.Ordinal) + "]",
                "invalid"
            },
            { "EditMessage", """[{"planetId":"PLANET","seq":1,"text":"\udc00"}]""", "invalid" },
            { "EditMessage", """[{"planetId":"PLANET","seq":1}]""", "invalid" },
            { "EditMessage", """[{"planetId":"PLANET","seq":1,"text":" "}]""", "invalid" },
            { "EditMessage", """[{"planetId":"PLANET","seq":1,"text":"a\u0000b"}]""", "invalid" },
            { "EditMessage", $$"""[{"planetId":"PLANET","seq":1,"text":"{{new string('x', 4001)}}"}]""", "invalid" },
            // keys and other fields
            { "SendMessage", "[" + Send.Replace("c1", "", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("c1", "two words", StringComparison.Ordinal) + "]", "invalid" },
            { "SendMessage", "[" + Send.Replace("c1", new string('k', 65), StringComparison.Ordinal) + "]", "invalid" },
            {
                "SendMessage",
                "[" + Send.Replace("}", ",\"replyToSeq\":\"1\"}", StringComparison.Ordinal) + "]",
                "invalid"
            },
            { "SendMessage", "[" + Send.Replace("}", ",\"mentions\":[5]}", StringComparison.Ordinal) + "]", "invalid" },
            {
                "SendMessage",
                "[" + Send.Replace("}", ",\"type\":\"system\"}", StringComparison.Ordinal) + "]",
                "invalid"
            },
            { "DeleteMessage", """[{"planetId":"PLANET","seq":-1}]""", "invalid" },
            { "DeleteMessage", """[{"planetId":"PLANET","seq":1.5}]""", "invalid" },
            { "Subscribe", """[[{"planetId":"PLANET","sinceRev":-1}]]""", "invalid" },
            { "Subscribe", """[[{"planetId":"PLANET","fields":"everything"}]]""", "invalid" },
            // shapes
            { "SendMessage", "[]", "invalid" },
            { "SendMessage", "[null]", "invalid" },
            { "SendMessage", "[[]]", "invalid" },
            { "SendMessage", "[1,2,3]", "invalid" },
            { "SendMessage", "[" + Send + "," + Send + "]", "invalid" },
            { "Subscribe", "[]", "invalid" },
            { "Subscribe", "[{}]", "invalid" },
            { "Subscribe", "[[1]]", "invalid" },
            { "MarkRead", """["x"]""", "invalid" },
            { "Typing", "[{}]", "invalid" },
            { "Nothing", "[]", "invalid" },
            { "Nothing", "[1]", "invalid" },
            { "Unknown", "[]", "invalid" },
            { "Dispose", "[]", "invalid" },
            { "OnConnectedAsync", "[]", "invalid" },
        };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task A_bad_call_is_refused_with_its_code_and_the_connection_goes_on(
        string method,
        string arguments,
        string code
    )
    {
        var (user, other) = (await server.UserAsync(), await server.UserAsync());
        var (planet, others) = (await server.PlanetAsync(user), await server.PlanetAsync(other));
        await using var client = await user.ConnectAsync();
        var text = arguments
            .Replace("PLANET", planet.ToString(), StringComparison.Ordinal)
            .Replace("OTHER", others.ToString(), StringComparison.Ordinal);

        var call = client.InvokeRawAsync(
            "bad",
            $$"""{"type":1,"invocationId":"bad","target":"{{method}}","arguments":{{text}}}"""
        );

        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => call);
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Error!.Value.GetProperty("message").GetString()!);
        Assert.Equal(1, (await client.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task More_than_500_planets_in_a_call_are_refused()
    {
        var user = await server.UserAsync();
        await using var client = await user.ConnectAsync();

        var planets = Enumerable.Range(1, 501).Select(id => new { planetId = $"{id}" }).ToArray();
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() =>
            client.InvokeAsync("Subscribe", (object)planets)
        );

        Assert.Equal("invalid", refusal.Code);
    }

    [Fact]
    public async Task A_call_may_name_its_arguments_before_its_method()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        var message = Send.Replace("PLANET", planet.ToString(), StringComparison.Ordinal);

        var answer = await client.InvokeRawAsync(
            "late",
            $$"""{"arguments":[{{message}}],"target":"sendmessage","invocationId":"late","type":1}"""
        );

        Assert.Equal(1, answer.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_message_of_256_KiB_is_read()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();

        var sent = await client.InvokeRawAsync("1", CallOf(MaxCallBytes, planet));

        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task One_byte_more_closes_its_connection_and_no_other()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await using var neighbour = await user.ConnectAsync();

        await client.SendTextAsync(CallOf(MaxCallBytes + 1, planet));

        Assert.NotNull((await client.Ended).Error);
        Assert.Equal(1, (await neighbour.SendAsync(planet, "hello")).GetProperty("seq").GetInt64());
    }

    [Theory]
    [InlineData("&v=1", null)]
    [InlineData("&v=2", "400")]
    [InlineData("&v=", "400")]
    public async Task Only_version_1_of_the_protocol_is_spoken(string query, string? refusal)
    {
        var user = await server.UserAsync();
        if (refusal is null)
        {
            await using var client = await user.ConnectAsync(query);
            return;
        }
        var failure = await Assert.ThrowsAsync<WebSocketException>(() => user.ConnectAsync(query));
        Assert.Contains(refusal, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CfDJ8forged")]
    public async Task Without_a_token_of_ours_nobody_comes_in(string token)
    {
        var failure = await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(server.Address, token));
        Assert.Contains("401", failure.Message, StringComparison.Ordinal);
    }

    private static string CallOf(int bytes, Snowflake planet)
    {
        var message = Send.Replace("PLANET", planet.ToString(), StringComparison.Ordinal);
        var start = $$"""{"type":1,"invocationId":"1","target":"SendMessage","arguments":[{{message}}],"padding":" """;
        return start.PadRight(bytes - 2) + "\"}";
    }
}
