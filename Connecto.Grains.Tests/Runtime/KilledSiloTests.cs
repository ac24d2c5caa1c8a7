using Connecto.Grains.Tests.Runtime.Grains;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Connecto.Grains.Tests.Runtime;

public sealed class KilledSiloTests : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster = new InProcessTestClusterBuilder(2)
        .ConfigureHost(host =>
            host.Services.Configure<ClientMessagingOptions>(options =>
                options.ResponseTimeout = TimeSpan.FromSeconds(5)
            )
        )
        .Build();

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Calls_to_a_killed_silo_fail_and_its_grains_come_up_elsewhere_without_having_been_told()
    {
        var scene = Scene.New();
        var aging = _cluster.Client.GetGrain<IAgingGrain>(scene.Name);
        var name = await aging.ActivationName();
        var silo = await SiloOfAsync(aging);
        var held = aging.Hold("held");
        await scene.When("held began");
        await _cluster.KillSiloAsync(silo);
        var error = await Assert.ThrowsAnyAsync<Exception>(() => held);
        Assert.True(error is SiloUnavailableException or TimeoutException, $"{error}");
        Assert.NotEqual(name, await AgainAsync(aging.ActivationName));
        Assert.Equal(["activating", "activated", "activating", "activated"], scene.Events);
        scene.Signal("held may end");
    }

    [Fact]
    public async Task Grains_of_a_stopped_silo_deactivate_and_come_up_elsewhere()
    {
        var scene = Scene.New();
        var aging = _cluster.Client.GetGrain<IAgingGrain>(scene.Name);
        var name = await aging.ActivationName();
        await _cluster.StopSiloAsync(await SiloOfAsync(aging));
        Assert.Equal(["activating", "activated", "deactivating", "deactivated: ShuttingDown"], scene.Events);
        Assert.NotEqual(name, await AgainAsync(aging.ActivationName));
    }

    [Fact]
    public async Task Each_silo_has_services_of_its_own_and_a_new_one_takes_grains()
    {
        var added = await _cluster.StartAdditionalSiloAsync();
        Assert.Equal(3, _cluster.Silos.Select(silo => silo.ServiceProvider).Distinct().Count());
        var names = new HashSet<string>();
        while (!names.Contains(added.SiloAddress.ToString()))
            names.Add(await _cluster.Client.GetGrain<IActorGrain>(Scene.New().Name).SiloName());
    }

    private async Task<InProcessSiloHandle> SiloOfAsync(IAgingGrain aging)
    {
        var name = await aging.SiloName();
        return _cluster.Silos.Single(silo => silo.SiloAddress.ToString() == name);
    }

    // A call that finds the dead silo still in a directory is one that may be tried again.
    private static async Task<T> AgainAsync<T>(Func<Task<T>> call)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (Exception error) when (error is OrleansMessageRejectionException or TimeoutException)
            {
                TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
