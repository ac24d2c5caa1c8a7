using Connecto.Bench.Processes;
using Connecto.Web.Chat;
using Connecto.Web.SignalR;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

/// <summary>Clients that come and go leave nothing behind.</summary>
public sealed class ChurnTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task However_they_go_the_server_forgets_them()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => server.UserAsync()));
        var planet = await server.PlanetAsync(users);

        await Task.WhenAll(users.Select(user => ComeAndGoAsync(user)));

        await GoneAsync();
        Assert.Empty(server.Services.GetRequiredService<PlanetTable>().All);

        async Task ComeAndGoAsync(TestUser user)
        {
            for (var i = 0; i < 20; i++)
            {
                await using var client = await user.ConnectAsync();
                await client.SubscribeAsync(planet);
                var sent = client.SendAsync(planet, "hello");
                switch (i % 4)
                {
                    case 0:
                        client.Cut();
                        break;
                    case 1:
                        await client.SendTextAsync("""{"type":7}""");
                        await client.Ended;
                        break;
                    case 2:
                        await client.CloseAsync();
                        await client.Ended;
                        break;
                }
                await Task.WhenAny(sent);
                _ = sent.Exception;
            }
        }
    }

    [Fact]
    public async Task One_that_is_cut_after_its_end_harms_nobody()
    {
        var user = await server.UserAsync();
        var client = await user.ConnectAsync();
        await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());
        var connection = user.Connections[0];
        await client.DisposeAsync();
        await GoneAsync();
        await using var next = await user.ConnectAsync();
        var planet = await server.PlanetAsync(user);

        for (var sent = 1; sent <= 20; sent++)
        {
            connection.CloseForReconnect(atOnce: true);
            connection.CloseForReconnect(atOnce: false);
            connection.End();
            // Its request ends a little after it was forgotten, and each call takes the time of several cuts.
            Assert.Equal(sent, (await next.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
        }
    }

    [Fact]
    public async Task Calls_that_want_no_answer_are_served_and_not_answered()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);

        for (var i = 0; i < 10; i++)
        {
            await client.SendTextAsync(
                $$"""{"type":1,"target":"SendMessage","arguments":[{"planetId":"{{planet}}","clientMessageId":"{{i}}","text":"{{i}}"}]}"""
            );
            await client.SendTextAsync("""{"type":1,"target":"SendMessage","arguments":[]}""");
        }
        var events = await client.EventsAsync(planet, 10);
        await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());

        Assert.Equal(
            Enumerable.Range(0, 10).Select(i => $"{i}"),
            events.Select(change => change.GetProperty("message").GetProperty("text").GetString())
        );
        Assert.Equal(2, client.Records.Count(record => record.InvocationId is not null));
    }

    [Fact]
    public async Task Who_has_been_told_goodbye_calls_nothing_any_more()
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var socket = await RawSocket.ConnectAsync(server.Address, user.Token);
        await socket.SendAsync("""{"type":1,"invocationId":"1","target":"Unsubscribe","arguments":[[]]}""");
        await socket.ReadUntilAsync("\"invocationId\":\"1\"");

        user.Connections[0].End();
        await socket.SendAsync(
            $$"""{"type":1,"target":"SendMessage","arguments":[{"planetId":"{{planet}}","clientMessageId":"1","text":"late"}]}"""
        );

        Assert.Equal("""{"type":7}""", await socket.ReadUntilAsync("\"type\":7"));
        Assert.Equal(1000, await socket.ReadCloseAsync());
        await socket.EndAsync();
        Assert.Equal(1, (await user.SendAsync(planet, "first")).Seq);
    }

    private Task GoneAsync() =>
        Eventually.Holds(
            () =>
                server.Services.GetRequiredService<HubWatch>().Count == 0
                && server.Services.GetRequiredService<UserTable>() is { Count: 0 } users
                && users.All().IsEmpty,
            "nothing is held of any connection",
            TestContext.Current.CancellationToken
        );
}
