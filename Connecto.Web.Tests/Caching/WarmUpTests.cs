using Connecto.Delivery;
using Connecto.Tests.Support;
using Connecto.Web.Caching;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Connecto.Web.Tests.Caching;

/// <summary>What a node that starts reads ahead.</summary>
public sealed class WarmUpTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Popular_travels_and_as_many_planets_as_were_asked_for_are_read_the_last_active_first()
    {
        await using var server = new RestServer(postgres);
        await server.InitializeAsync();
        var (owner, travel) = await server.TravelAsync();
        var planets = new List<long>();
        for (var each = 0; each < 3; each++)
        {
            var planet = (await owner.Rest.PostAsync("planets", new { name = "A planet" }))["id"].GetString()!;
            planets.Add(long.Parse(planet, null));
        }
        // The one that was made first was the last to speak.
        var sent = await owner.Rest.PostAsync(
            $"planets/{planets[0]}/messages",
            new { clientMessageId = "1", text = "hello" }
        );
        Assert.Equal(201, sent.Status);
        await server.Server.StopAsync();
        server.Server.Settings["Caching:WarmPlanets"] = "2";
        await server.Server.StartAsync();

        var warmed = await server
            .Server.Services.GetServices<IHostedService>()
            .OfType<WarmUp>()
            .Single()
            .Done.WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(2, warmed);
        var active = server.Server.Services.GetRequiredService<ActivePlanets>();
        Assert.Equal(2, active.Count);
        Assert.Equal(1, server.Server.Services.GetRequiredService<NodeCache>().Figures[(int)CacheKind.Popular].Entries);
        var epoch = await server.ValueAsync($"SELECT epoch FROM planets WHERE id = {planets[0]}");
        Assert.Equal(2L, epoch);
        Assert.NotEmpty(travel);
    }
}
