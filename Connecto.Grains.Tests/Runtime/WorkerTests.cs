using Connecto.Grains.Tests.Runtime.Grains;

namespace Connecto.Grains.Tests.Runtime;

[Collection("runtime")]
public sealed class WorkerTests(RuntimeCluster cluster)
{
    [Fact]
    public async Task A_stateless_worker_has_as_many_activations_as_are_busy_up_to_its_bound()
    {
        var scene = Scene.New();
        var worker = cluster.Grains.GetGrain<IWorkerGrain>(scene.Name);
        var (first, second) = (worker.Work("first"), worker.Work("second"));
        await scene.When("first began");
        await scene.When("second began");
        var third = worker.Work("third");
        scene.Signal("third may end");
        Assert.DoesNotContain("third", scene.Events);
        scene.Signal("first may end");
        scene.Signal("second may end");
        var names = await Task.WhenAll(first, second, third);
        Assert.Equal(2, names.Distinct().Count());
        Assert.Contains("third", scene.Events);
    }

    [Fact]
    public async Task An_idle_worker_is_used_again()
    {
        var scene = Scene.New();
        var worker = cluster.Grains.GetGrain<IWorkerGrain>(scene.Name);
        scene.Signal("work may end");
        var first = await worker.Work("work");
        Assert.Equal(first, await worker.Work("work"));
    }
}
