using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

public sealed class HesitantGrain : Grain, IHesitantGrain
{
    private Scene Scene => Scene.Named(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        if (!Scene.When("may activate").IsCompleted)
            throw new ActorException("Not yet.", 3);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Scene.Note("deactivated");
        return Task.CompletedTask;
    }

    public Task Touch()
    {
        Scene.Note("touched");
        return Task.CompletedTask;
    }
}
