using Connecto.Grains.Tests.Runtime.Grains;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Connecto.Grains.Tests.Runtime;

public sealed class InboxTests : IAsyncLifetime
{
    private const int Limit = 10;
    private readonly InProcessTestCluster _cluster;

    public InboxTests()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo(
            (_, silo) => silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = Limit)
        );
        _cluster = builder.Build();
    }

    public async ValueTask InitializeAsync() => await _cluster.DeployAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_full_inbox_refuses_calls_and_those_inside_are_served()
    {
        var scene = Scene.New();
        var actor = _cluster.Client.GetGrain<IActorGrain>(scene.Name);
        var held = actor.Hold("held");
        await scene.When("held began");
        var calls = Enumerable.Range(0, 3 * Limit).Select(i => IsTakenAsync(actor.Note($"{i}"))).ToArray();
        Assert.False(await await Task.WhenAny(calls));
        scene.Signal("held may end");
        await held;
        var taken = (await Task.WhenAll(calls)).Count(isTaken => isTaken);
        Assert.InRange(taken, Limit, 3 * Limit - 1);
        Assert.Equal(taken, scene.Events.Except(["+held", "-held"]).Count());
    }

    private static async Task<bool> IsTakenAsync(Task call)
    {
        try
        {
            await call;
            return true;
        }
        catch (LimitExceededException)
        {
            return false;
        }
    }
}
