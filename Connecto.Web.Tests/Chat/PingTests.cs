using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

/// <summary>Who says nothing, and who says only that he is there.</summary>
[Trait("Runtime", "Either")]
public sealed class PingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly HubClientOptions _silent = new() { PingsEvery = TimeSpan.FromDays(1) };
    private static readonly HubClientOptions _pinging = new() { PingsEvery = TimeSpan.FromMilliseconds(200) };

    private readonly ChatServer _server = new(postgres)
    {
        Settings = { ["Chat:SilentFor"] = "00:00:05", ["Chat:PingAfter"] = "00:00:01" },
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_silent_client_is_closed_such_that_it_comes_back_and_one_that_pings_is_not()
    {
        var (gone, here) = (await _server.UserAsync(), await _server.UserAsync());
        var planet = await _server.PlanetAsync(here);
        await using var pinging = await here.ConnectAsync(options: _pinging);
        await using var silent = await gone.ConnectAsync(options: _silent);

        Assert.True((await silent.Ended).ComesBack);
        var pings = pinging.Pings;
        await pinging.UntilAsync(() => pinging.Pings > pings + 5);

        Assert.Equal(1, (await pinging.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
    }

    [Fact]
    public async Task A_quiet_client_is_pinged()
    {
        await using var client = await (await _server.UserAsync()).ConnectAsync(options: _pinging);

        await client.UntilAsync(() => client.Pings >= 3);
    }

    [Fact]
    public async Task A_client_that_pings_its_WebSocket_hears_pongs_while_long_answers_come()
    {
        var user = await _server.UserAsync();
        var planet = await _server.PlanetAsync(user);
        var text = new string('한', 4_000);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => user.SendAsync(planet, text)));
        var options = _pinging with { KeepAliveEvery = TimeSpan.FromMilliseconds(10) };
        await using var client = await user.ConnectAsync(options: options);

        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("snapshot", (await client.SubscribeAsync(planet)).GetProperty("state").GetString());
        }

        Assert.Equal(51, (await client.SendAsync(planet, "still here")).GetProperty("seq").GetInt64());
    }
}
