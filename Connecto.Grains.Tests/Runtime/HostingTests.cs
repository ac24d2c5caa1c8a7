using Connecto.Grains.Tests.Runtime.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Connecto.Grains.Tests.Runtime;

public sealed class HostingTests
{
    [Fact]
    public async Task A_host_becomes_a_silo_whose_grains_end_before_the_host_does()
    {
        var (first, second) = (Scene.New(), Scene.New());
        var builder = NewHost(siloPort: 14_111);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var client = host.Services.GetRequiredService<IClusterClient>();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await client.GetGrain<IAgingGrain>(first.Name).ActivationName();
        await grains.GetGrain<IAgingGrain>(second.Name).ActivationName();
        await host.StopAsync(TestContext.Current.CancellationToken);
        string[] whole = ["activating", "activated", "deactivating", "deactivated: ShuttingDown"];
        Assert.Equal(whole, first.Events);
        Assert.Equal(whole, second.Events);
    }

    [Fact]
    public async Task A_host_does_not_wait_longer_for_its_grains_than_it_is_told_to()
    {
        var scene = Scene.New();
        var builder = NewHost(siloPort: 14_112);
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var aging = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IAgingGrain>(scene.Name);
        var held = aging.Hold("held");
        await scene.When("held began");
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await host.StopAsync(patience.Token);
        await Assert.ThrowsAnyAsync<Exception>(() => held);
        scene.Signal("held may end");
    }

    [Fact]
    public async Task Grains_are_constructed_with_the_services_of_their_host()
    {
        var builder = NewHost(siloPort: 14_113);
        builder.Services.AddSingleton(new Greeting("Hello"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var greeter = host.Services.GetRequiredService<IGrainFactory>().GetGrain<IGreeterGrain>(7);
        Assert.Equal("Hello, 7", await greeter.Greet());
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

#if !ORLEANS_PACKAGES
    [Fact]
    public void Asked_to_be_a_cluster_the_local_runtime_says_that_it_is_none()
    {
        var error = Assert.Throws<Orleans.Runtime.OrleansConfigurationException>(() =>
            Host.CreateApplicationBuilder().UseOrleans(silo => silo.UseRedisClustering("redis:6379"))
        );
        Assert.Contains("cannot join a cluster", error.Message, StringComparison.Ordinal);
    }
#endif

    private static HostApplicationBuilder NewHost(int siloPort)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleans(silo =>
            silo.UseLocalhostClustering(siloPort, gatewayPort: siloPort + 1_000)
                .Configure<GrainCollectionOptions>(options => options.DeactivationTimeout = TimeSpan.FromSeconds(20))
        );
        return builder;
    }
}
