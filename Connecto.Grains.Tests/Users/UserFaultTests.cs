using Connecto.Tests.Support;
using Connecto.Users;
using Orleans;

namespace Connecto.Tests.Users;

/// <summary>A user's grain whose way to PostgreSQL fails.</summary>
public sealed class UserFaultTests(FreshDatabase database) : IClassFixture<FreshDatabase>
{
    [Fact]
    public async Task It_comes_up_while_PostgreSQL_is_away()
    {
        await using var network = new TcpProxy(database.ConnectionString);
        await using var cluster = await PlanetCluster.StartAsync(network.ConnectionString);
        network.Away();

        Assert.Empty(await cluster.Grains.GetGrain<IUserGrain>(1).RecentCursors());
    }
}
