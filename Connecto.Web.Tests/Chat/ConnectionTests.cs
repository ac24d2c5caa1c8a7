using System.Net.WebSockets;
using System.Text.Json;
using Connecto.Planets;
using Connecto.Tests.Support;
using Connecto.Users;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Connecto.Web.Tests.Chat;

/// <summary>How connections end, and that the others go on.</summary>
public sealed class ConnectionTests(ChatServer server, PostgresFixture postgres) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task A_reader_that_does_not_read_is_cut_off_and_resumes_and_others_hear_everything()
    {
        const int messages = 3_000;
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        await using var reader = await quick.ConnectAsync();
        await reader.SubscribeAsync(planet);
        await using var sleeper = await slow.ConnectAsync(reads: false, options: HubClientOptions.Narrow);
        await sleeper.SendTextAsync(
            $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":[[{"planetId":"{{planet}}"}]]}"""
        );

        var text = new string('x', 4_000);
        for (var sent = 0; sent < messages; )
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => quick.SendAsync(planet, text)));
            sent += 100;
            await reader.EventsAsync(planet, sent);
        }
        sleeper.StartReading();
        var end = await sleeper.Ended;

        Assert.True(end.IsCut);
        var heard = sleeper.EventsOf(planet);
        Assert.InRange(heard.Count, 1, messages - 1);
        await using var back = await slow.ConnectAsync();
        var answer = await back.SubscribeAsync(planet, Rev(heard[^1]));
        Assert.Equal(messages + 1, answer.GetProperty("headRev").GetInt64());
    }

    [Fact]
    public async Task A_removed_member_hears_of_it_and_of_nothing_after()
    {
        var (owner, member) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(owner, member);
        var other = await server.PlanetAsync(owner, member);
        await using var client = await member.ConnectAsync();
        await using var owners = await owner.ConnectAsync();
        await client.SubscribeAsync(planet);
        await client.SubscribeAsync(other);
        await owners.SubscribeAsync(planet);

        await Task.WhenAll(
            owner.SendAsync(planet, "before"),
            server.Planet(planet).SetMember(owner.Id, member.Id, new MemberPatch(null, MemberStatus.Removed, null)),
            owner.SendAsync(planet, "after"),
            owner.SendAsync(planet, "long after")
        );
        await owners.EventsAsync(planet, 4);
        await owner.SendAsync(other, "elsewhere");

        await client.EventsAsync(other, 1);
        var heard = client.EventsOf(planet);
        var told = owners.EventsOf(planet).Select(change => change.GetProperty("kind").GetString()).ToList();
        Assert.Equal("member", heard[^1].GetProperty("kind").GetString());
        Assert.Equal(told.IndexOf("member") + 1, heard.Count);
        Assert.Equal("removed", heard[^1].GetProperty("members")[0].GetProperty("status").GetString());
        var answer = await client.SubscribeAsync(planet, sinceRev: 1);
        Assert.Equal("not_member", answer.GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_ended_session_closes_its_sockets_for_good_and_no_other()
    {
        var user = await server.UserAsync();
        var other = await server.UserAsync();
        var planet = await server.PlanetAsync(other);
        await using var client = await user.ConnectAsync();
        await using var neighbour = await other.ConnectAsync();

        await server
            .Services.GetRequiredService<SessionStore>()
            .EndAllAsync(user.Id, TestContext.Current.CancellationToken);
        await server.Grains.GetGrain<IUserGrain>(user.Id.Value).SessionsChanged();

        Assert.False((await client.Ended).ComesBack);
        await neighbour.SendAsync(planet, "still here");
        Assert.True(await IsKeptOutAsync(user));
    }

    // For half a second the door may still know the session as alive; then the hub itself turns it away.
    private static async Task<bool> IsKeptOutAsync(TestUser user)
    {
        try
        {
            await using var again = await user.ConnectAsync();
            return !(await again.Ended).ComesBack;
        }
        catch (WebSocketException refusal)
        {
            return refusal.Message.Contains("401", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_socket_that_outlives_its_token_is_closed_such_that_the_client_comes_back()
    {
        // Long enough to come in on a busy machine.
        var user = await server.UserAsync(TimeSpan.FromSeconds(8));
        await using var client = await user.ConnectAsync();

        Assert.Equal(new HubEnd(IsCut: false, AllowsReconnect: true, Error: null), await client.Ended);
    }

    [Fact]
    public async Task A_host_that_stops_asks_its_clients_to_come_back_and_takes_no_new_ones()
    {
        await using var leaving = new ChatServer(postgres);
        await leaving.InitializeAsync();
        var user = await leaving.UserAsync();
        await using var client = await user.ConnectAsync();
        await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());

        var stopping = leaving.StopAsync();
        var call = await client.NextAsync("reconnect");
        var refusal = await Assert.ThrowsAsync<WebSocketException>(() => user.ConnectAsync());
        var end = await client.Ended;
        await stopping;

        Assert.Equal(2_000, call.GetProperty("withinMs").GetInt64());
        Assert.Contains("503", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(new HubEnd(IsCut: false, AllowsReconnect: true, Error: null), end);
    }

    [Fact]
    public async Task A_host_that_stops_waits_no_longer_than_for_the_last_client()
    {
        await using var leaving = new ChatServer(postgres) { Settings = { ["Chat:ReconnectWithin"] = "01:00:00" } };
        await leaving.InitializeAsync();
        await using var client = await (await leaving.UserAsync()).ConnectAsync();
        await client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());

        var stopping = leaving.StopAsync();
        await client.NextAsync("reconnect");
        client.Cut();

        await stopping.WaitAsync(TestContext.Current.CancellationToken);
    }

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}
