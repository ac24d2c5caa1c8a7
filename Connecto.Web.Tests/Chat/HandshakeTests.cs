using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.SignalR;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

/// <summary>The first record: good, wrong, in pieces, late or never.</summary>
public sealed class HandshakeTests(ChatServer server, PostgresFixture postgres) : IClassFixture<ChatServer>
{
    [Theory]
    [InlineData("""{"protocol":"messagepack","version":1}""")]
    [InlineData("""{"protocol":"json","version":0}""")]
    [InlineData("""{"protocol":"json","version":3}""")]
    [InlineData("""{"protocol":"json"}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"type":6}""")]
    [InlineData("""{"protocol":"json","version":1.5}""")]
    [InlineData("""{"protocol":"json","version":99999999999}""")]
    [InlineData("""{"protocol":"\ud800","version":1}""")]
    [InlineData("[]")]
    [InlineData("hello")]
    [InlineData("")]
    public async Task One_that_is_wrong_is_answered_by_an_error_and_a_close(string handshake)
    {
        var user = await server.UserAsync();
        await using var socket = await RawSocket.OpenAsync(server.Address, user.Token);

        await socket.SendAsync(handshake);
        var answer = JsonElement.Parse(Assert.Single(await socket.ReadRecordsAsync()));

        Assert.Equal("error", Assert.Single(answer.EnumerateObject()).Name);
        Assert.Equal(1000, await socket.ReadCloseAsync());
        Assert.Empty(user.Connections);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Both_versions_of_the_protocol_are_spoken(int version)
    {
        var user = await server.UserAsync();
        await using var socket = await RawSocket.OpenAsync(server.Address, user.Token);

        await socket.SendAsync($$"""{"protocol":"json","version":{{version}}}""");

        Assert.Equal("{}", Assert.Single(await socket.ReadRecordsAsync()));
    }

    [Fact]
    public async Task Its_record_may_come_in_pieces_and_be_followed_by_calls_at_once()
    {
        var user = await server.UserAsync();
        await using var socket = await RawSocket.OpenAsync(server.Address, user.Token);
        var bytes = RawSocket.Bytes(
            """{"protocol":"json","version":1}""",
            """{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[[]]}"""
        );

        await socket.WriteAsync(RawSocket.Frame(bytes.AsSpan(0, 10)));
        await socket.WriteAsync(RawSocket.Frame(bytes.AsSpan(10)));

        await socket.ReadUntilAsync("{}");
        await socket.ReadUntilAsync("\"invocationId\":\"1\"");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("""{"protocol":""")]
    public async Task Who_does_not_get_to_its_end_in_time_is_cut_off(string? begun)
    {
        await using var hasty = new ChatServer(postgres) { Settings = { ["Chat:HandshakeWithin"] = "00:00:01" } };
        await hasty.InitializeAsync();
        await using var socket = await RawSocket.OpenAsync(hasty.Address, (await hasty.UserAsync()).Token);
        if (begun is not null)
        {
            await socket.WriteAsync(RawSocket.Frame(RawSocket.Bytes(begun).AsSpan(0, begun.Length)));
        }

        await socket.EndAsync();

        await Eventually.Holds(
            () => hasty.Services.GetRequiredService<HubWatch>().Count == 0,
            "nothing is held of the connection",
            TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task Who_has_not_shaken_hands_does_not_hold_up_the_end_of_the_host()
    {
        await using var leaving = new ChatServer(postgres)
        {
            Settings = { ["Chat:HandshakeWithin"] = "1.00:00:00" },
            Configure = ChatServer.WaitsForItsConnections,
        };
        await leaving.InitializeAsync();
        await using var socket = await RawSocket.OpenAsync(leaving.Address, (await leaving.UserAsync()).Token);
        await Eventually.Holds(
            () => leaving.Services.GetRequiredService<HubWatch>().Count == 1,
            "the connection is known",
            TestContext.Current.CancellationToken
        );

        await leaving.StopAsync().WaitAsync(HubClient.Patience, TestContext.Current.CancellationToken);

        await socket.EndAsync();
    }
}
