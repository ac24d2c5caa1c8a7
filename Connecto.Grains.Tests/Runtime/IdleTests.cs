using Connecto.Grains.Tests.Runtime.Grains;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.TestingHost;

namespace Connecto.Grains.Tests.Runtime;

public sealed class IdleTests : IAsyncLifetime
{
    private readonly InProcessTestCluster _cluster;

    public IdleTests()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(
            (_, silo) =>
                silo.Configure<GrainCollectionOptions>(options =>
                {
                    options.CollectionQuantum = TimeSpan.FromSeconds(1);
                    options.CollectionAge = TimeSpan.FromSeconds(2);
                })
        );
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task An_idle_activation_is_ended_and_one_that_asked_for_delay_or_is_kept_alive_is_not()
    {
        var (idle, delayed, kept) = (Scene.New(), Scene.New(), Scene.New());
        var delayedGrain = _cluster.Client.GetGrain<IAgingGrain>(delayed.Name);
        var keptGrain = _cluster.Client.GetGrain<IAgelessGrain>(kept.Name);
        await delayedGrain.DelayDeactivation(TimeSpan.FromMinutes(10));
        await keptGrain.ActivationName();
        await _cluster.Client.GetGrain<IAgingGrain>(idle.Name).ActivationName();
        await idle.When("deactivated");
        Assert.Equal(["activating", "activated", "deactivating", "deactivated: ActivationIdle"], idle.Events);

        // Another idle one, begun now, takes the time in which the others would have been collected.
        var later = Scene.New();
        await _cluster.Client.GetGrain<IAgingGrain>(later.Name).ActivationName();
        await later.When("deactivated");
        Assert.Equal(["activating", "activated"], delayed.Events);
        Assert.Equal(["activating", "activated"], kept.Events);
    }
}
