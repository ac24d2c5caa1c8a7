using Orleans;
using Orleans.Concurrency;

namespace Connecto.Grains.Tests.Runtime.Grains;

[StatelessWorker(2)]
public sealed class WorkerGrain : Grain, IWorkerGrain
{
    private readonly Guid _name = Guid.NewGuid();

    public async Task<Guid> Work(string name)
    {
        var scene = Scene.Named(this.GetPrimaryKeyString());
        scene.Note(name);
        scene.Signal($"{name} began");
        await scene.When($"{name} may end");
        return _name;
    }
}
