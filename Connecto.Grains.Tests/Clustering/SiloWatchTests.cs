using Connecto.Tests.Support;
#if ORLEANS_PACKAGES
using Connecto.Delivery;
using Connecto.Silo.Clustering;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Hosting;
#endif

namespace Connecto.Grains.Tests.Clustering;

#if ORLEANS_PACKAGES
public sealed class SiloWatchTests(PostgresFixture postgres) : IAsyncLifetime
{
    private string _connectionString = "";

    public async ValueTask InitializeAsync() => _connectionString = await postgres.CreateDatabaseAsync();

    public async ValueTask DisposeAsync() => await postgres.DropDatabaseAsync(_connectionString);

    [Fact]
    public async Task Web_nodes_are_told_of_a_silo_that_leaves()
    {
        var node = new SilentNode();
        await using var watching = await ClusterSilo.StartAsync(_connectionString, Watch);
        await watching.Service<SiloLeases>().Renew("node", node, []);
        string leaving;
        await using (var second = await ClusterSilo.StartAsync(_connectionString))
        {
            await Eventually.TrueAsync(() => watching.ActiveSilos == 2);
            leaving = second.Address.ToString();
            Assert.Empty(node.Lost);
        }

        await Eventually.TrueAsync(() => node.Lost.Contains(leaving));
        Assert.All(node.Lost, lost => Assert.Equal(leaving, lost));
    }

    private static void Watch(ISiloBuilder silo)
    {
        silo.Services.AddSingleton(TimeProvider.System);
        silo.Services.AddSingleton<ActivePlanets>();
        silo.Services.AddSingleton<SiloLeases>();
        silo.Services.AddHostedService<SiloWatch>();
    }
}
#else
public sealed class SiloWatchTests
{
    [Fact(Skip = OneProcess.Reason)]
    public void Web_nodes_are_told_of_a_silo_that_leaves() { }
}
#endif
