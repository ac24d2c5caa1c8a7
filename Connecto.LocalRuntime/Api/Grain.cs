using Connecto.LocalRuntime;
using Orleans.Runtime;

namespace Orleans;

#pragma warning disable CA1725 // The parameter names are the ones of Microsoft Orleans.

/// <summary>
/// Base of grain classes. The runtime constructs them, with services as constructor arguments, and runs their code one
/// turn at a time; nothing here may be used from outside the grain's own turns.
/// </summary>
public abstract class Grain : IGrainBase, IAddressable
{
    private readonly Activation? _activation = ActivationScheduler.CurrentActivation;

    /// <inheritdoc />
    public IGrainContext GrainContext => Activation;

    /// <summary>A reference to this grain that can be handed out, which <c>this</c> cannot.</summary>
    public GrainReference GrainReference => Activation.GrainReference;

    /// <summary>Type and key as text.</summary>
    public string IdentityString => Activation.GrainId.ToString();

    /// <summary>The address of the silo as text.</summary>
    public string RuntimeIdentity => Activation.Silo.Address.ToString();

    /// <summary>References to other grains.</summary>
    protected IGrainFactory GrainFactory => Activation.Silo.Factory;

    /// <summary>The activation's own service scope.</summary>
    protected internal IServiceProvider ServiceProvider => Activation.ActivationServices;

    internal Activation Activation =>
        _activation ?? throw new InvalidOperationException("The grain was not constructed by the runtime.");

    /// <inheritdoc />
    public virtual Task OnActivateAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public virtual Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    /// <summary>Ends this activation after the calls that run now; the next call makes a new one.</summary>
    protected void DeactivateOnIdle() => GrainBaseExtensions.DeactivateOnIdle(this);

    /// <summary>
    /// Keeps the idle collector away for <paramref name="timeSpan"/> from now; zero or less takes an earlier delay
    /// back, <see cref="TimeSpan.MaxValue"/> and <see cref="Timeout.InfiniteTimeSpan"/> mean for good.
    /// </summary>
    protected void DelayDeactivation(TimeSpan timeSpan) => Activation.DelayDeactivation(timeSpan);
}
