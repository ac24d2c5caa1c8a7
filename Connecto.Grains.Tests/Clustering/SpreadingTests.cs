using Connecto.Tests.Support;
#if ORLEANS_PACKAGES
using Connecto.Grains.Tests.Runtime;
using Connecto.Grains.Tests.Runtime.Grains;
using Connecto.Silo.Clustering;
using Orleans;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class SpreadingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const int Grains = 300;
    private string _connectionString = "";

    public async ValueTask InitializeAsync() => _connectionString = await postgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await postgres.DropDatabaseAsync(_connectionString);

    [Fact]
    public async Task A_silo_that_comes_later_is_handed_a_share_of_what_is_there()
    {
        await using var first = await ClusterSilo.StartAsync(_connectionString, silo => silo.SpreadWork());
        var grains = Enumerable
            .Range(0, Grains)
            .Select(_ => first.Grains.GetGrain<IActorGrain>(Scene.New().Name))
            .ToArray();
        await Task.WhenAll(grains.Select(grain => grain.SiloName()));

        await using var second = await ClusterSilo.StartAsync(_connectionString, silo => silo.SpreadWork());

        var name = second.Address.ToString();
        await Eventually.TrueAsync(async () =>
            (await Task.WhenAll(grains.Select(grain => grain.SiloName()))).Count(silo => silo == name) > Grains / 3
        );
    }
}
#else
public sealed class SpreadingTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void A_silo_that_comes_later_is_handed_a_share_of_what_is_there() { }
}
#endif
