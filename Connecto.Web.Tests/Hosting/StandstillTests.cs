using Connecto.Bench.Clients;
using Connecto.Bench.Processes;
using Connecto.Tests.Support;
using Connecto.Web.Hosting;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What a hub that stood still does late, and what not; its clock stands here, and jumps.</summary>
public sealed class StandstillTests(PostgresFixture postgres)
{
    [Fact]
    public async Task Late_changes_are_refused_until_it_has_run_again_for_a_while_and_sends_are_taken()
    {
        var time = new AdvancingTime();
        var server = new ChatServer(postgres)
        {
            Configure = services => services.AddSingleton(new Standstill(time, NullLogger<Standstill>.Instance)),
        };
        await using var _ = server;
        await server.InitializeAsync();
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SendAsync(planet, "first");
        Task ReactAsync(bool on) =>
            client.InvokeAsync(
                "React",
                new
                {
                    planetId = planet,
                    seq = 1,
                    emoji = "👍",
                    on,
                }
            );

        time.Advance(Standstill.Long / 2);
        await ReactAsync(on: true);
        time.Advance(Standstill.Long * 2);
        var refusal = await Assert.ThrowsAsync<HubRefusedException>(() => ReactAsync(on: false));
        Assert.Equal("unavailable", refusal.Code);
        await client.SendAsync(planet, "second");

        var standstill = server.Services.GetRequiredService<Standstill>();
        await Eventually.Holds(
            () =>
            {
                time.Advance(Standstill.After / 10);
                return !standstill.IsRecent;
            },
            "the end",
            TestContext.Current.CancellationToken
        );
        await ReactAsync(on: false);
    }
}
