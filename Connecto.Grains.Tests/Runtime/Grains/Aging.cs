using Orleans;

namespace Connecto.Grains.Tests.Runtime.Grains;

/// <summary>The methods of <see cref="IAgingGrain"/>, shared by a class that is collected and one that is not.</summary>
public abstract class Aging : Grain, IAgingGrain
{
    private readonly Guid _name = Guid.NewGuid();

    private Scene Scene => Scene.Named(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Scene.Note("activating");
        await Task.Yield();
        Scene.Note("activated");
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Scene.Note("deactivating");
        await Task.Yield();
        Scene.Note($"deactivated: {reason.ReasonCode}");
        Scene.Signal("deactivated");
    }

    public Task<Guid> ActivationName() => Task.FromResult(_name);

    public Task<string> SiloName() => Task.FromResult(RuntimeIdentity);

    public async Task Hold(string name)
    {
        Scene.Signal($"{name} began");
        await Scene.When($"{name} may end");
        Scene.Note($"{name} ended");
    }

    public async Task Visit(bool deactivate)
    {
        using (Scene.Enter(out var isAlone))
        {
            await Task.Yield();
            Scene.Note(isAlone ? "alone" : "not alone");
            if (deactivate)
                DeactivateOnIdle();
        }
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    Task IAgingGrain.DelayDeactivation(TimeSpan time)
    {
        DelayDeactivation(time);
        return Task.CompletedTask;
    }
}
