using Connecto.Admin;
using Connecto.Delivery;
using Connecto.Tests.Support;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Cluster;

/// <summary>What a web node does at the word that a silo is lost; here nothing is renewed, by which it would find out later.</summary>
public sealed class LostSiloTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Its_planets_are_attached_to_again_at_once_and_what_was_said_meanwhile_is_fetched()
    {
        await using var server = new ChatServer(postgres)
        {
            Configure = services => services.AddSingleton<TimeProvider>(new NothingRenewed()),
        };
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);
        // As a silo that is gone: it tells this node nothing any more.
        await server.Planet(planet).Detach(server.Services.GetRequiredService<WebNode>().Id);
        await user.SendAsync(planet, "meanwhile");
        Assert.Empty(client.EventsOf(planet));

        var silo = server.Services.GetRequiredService<ActivePlanets>().Silo;
        await server.Services.GetRequiredService<INodeObserver>().SiloLost(silo);

        Assert.Single(await client.EventsAsync(planet, 1));
        await user.SendAsync(planet, "afterwards");
        Assert.Equal(2, (await client.EventsAsync(planet, 2)).Count);
    }

    private sealed class NothingRenewed : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(
                callback,
                state,
                dueTime == PlanetLease.RenewEvery ? Timeout.InfiniteTimeSpan : dueTime,
                period
            );
    }
}
