using Connecto.Bench.Clients;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Records that a well-behaved client would not send. PLANET is the caller's, DEEP nests further than SignalR's parser goes.</summary>
public sealed class OddRecordTests(ChatServer server) : IClassFixture<ChatServer>
{
    private const string Message = """{"planetId":"PLANET","clientMessageId":"c1","text":"hello"}""";
    private const string MessageAndMore =
        """{"planetId":"PLANET","unknown":DEEP,"clientMessageId":"c1","text":"hello"}""";

    private static readonly string _deep = new string('[', 10_000) + new string(']', 10_000);

    [Theory]
    [InlineData($$"""{"type":1,"invocationId":"odd","target":"SendMessage","arguments":[{{MessageAndMore}}]}""")]
    [InlineData($$"""{"arguments":[{{MessageAndMore}}],"type":1,"invocationId":"odd","target":"sendMessage"}""")]
    [InlineData(
        $$"""{"type":1,"unknown":{"of":DEEP},"invocationId":"odd","target":"SendMessage","arguments":[{{Message}}]}"""
    )]
    [InlineData(
        $$"""{"type":1,"\ud800":1,"invocationId":"odd","target":"SendMessage","streamIds":[],"arguments":[{{Message}}]}"""
    )]
    public async Task Unknown_fields_are_passed_over_however_deep_and_whatever_their_name(string record)
    {
        var (client, planet) = await StageAsync();

        var sent = await client.InvokeRawAsync("odd", Fill(record, planet));

        Assert.Equal(1, sent.GetProperty("seq").GetInt64());
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"odd","target":"SendMessage","arguments":[DEEP]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":"Nothing","arguments":[DEEP]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":"\ud800","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":"","arguments":[1]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":5,"arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":"Refuse","arguments":["x"]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","arguments":[1]}""")]
    [InlineData("""{"type":1,"invocationId":"odd","target":"SendMessage"}""")]
    [InlineData($$"""{"type":1,"invocationId":"odd","target":"SendMessage","arguments":{{Message}}}""")]
    [InlineData($$"""{"type":1,"invocationId":"odd","target":"SendMessage","arguments":[{{Message}},DEEP]}""")]
    [InlineData(
        $$"""{"type":1,"invocationId":"odd","target":"SendMessage","streamIds":["1"],"arguments":[{{Message}}]}"""
    )]
    [InlineData($$"""{"type":1,"invocationId":"odd","target":"SendMessage","streamIds":5,"arguments":[{{Message}}]}""")]
    [InlineData($$"""{"type":4,"invocationId":"odd","target":"SendMessage","arguments":[{{Message}}]}""")]
    [InlineData($$"""{"type":4,"invocationId":"odd","target":"SendMessage","arguments":[{{MessageAndMore}}]}""")]
    [InlineData("""{"type":4,"invocationId":"odd","target":"Nothing","arguments":[]}""")]
    public async Task A_call_in_a_wrong_form_is_invalid_and_the_connection_goes_on(string record)
    {
        var (client, planet) = await StageAsync();

        var call = client.InvokeRawAsync("odd", Fill(record, planet));

        Assert.Equal("invalid", (await Assert.ThrowsAsync<HubRefusedException>(() => call)).Code);
        Assert.Equal(1, (await client.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData($$"""{"type":1,"invocationId":"\ud800","target":"SendMessage","arguments":[{{Message}}]}""")]
    [InlineData("""{"type":1,"target":"Subscribe","arguments":[[{"planetId":"PLANET"}]]}""")]
    [InlineData($$"""{"type":4,"target":"SendMessage","arguments":[{{Message}}]}""")]
    [InlineData("""{"type":2,"invocationId":"1","item":1}""")]
    [InlineData("""{"type":3,"invocationId":"1","result":1}""")]
    [InlineData("""{"type":6,"unknown":DEEP}""")]
    [InlineData("""{"type":42}""")]
    public async Task What_cannot_be_answered_is_passed_over_and_the_connection_goes_on(string record)
    {
        var (client, planet) = await StageAsync();

        await client.SendTextAsync(Fill(record, planet));

        Assert.Equal(1, (await client.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
        Assert.Equal("snapshot", (await client.SubscribeAsync(planet)).GetProperty("state").GetString());
        Assert.Equal(2, client.Records.Count(record => record.InvocationId is not null));
        await client.DisposeAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("[]")]
    [InlineData("""{"type":1.5}""")]
    [InlineData("{}")]
    [InlineData("""{"type":"1","invocationId":"odd","target":"SendMessage","arguments":[]}""")]
    [InlineData("""{"type":1,"target":}""")]
    public async Task What_is_no_object_with_a_type_closes_its_connection_and_no_other(string record)
    {
        var (client, _) = await StageAsync();
        var (neighbour, planet) = await StageAsync();

        await client.SendTextAsync(record);

        Assert.NotNull((await client.Ended).Error);
        Assert.Equal(1, (await neighbour.SendAsync(planet, "hello")).GetProperty("seq").GetInt64());
        await client.DisposeAsync();
        await neighbour.DisposeAsync();
    }

    private static string Fill(string record, Snowflake planet) =>
        record
            .Replace("PLANET", planet.ToString(), StringComparison.Ordinal)
            .Replace("DEEP", _deep, StringComparison.Ordinal);

    private async Task<(HubClient Client, Snowflake Planet)> StageAsync()
    {
        var user = await server.UserAsync();
        return (await user.ConnectAsync(), await server.PlanetAsync(user));
    }
}
