using Microsoft.Extensions.DependencyInjection;
using Orleans;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>
/// One grain in memory. Its code runs on <see cref="_scheduler"/> only; inbox and state are guarded by the scheduler's
/// lock, which is never held while grain code runs.
/// </summary>
internal sealed partial class Activation : IGrainContext, ITarget
{
    private readonly ActivationScheduler _scheduler;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkerPool? _pool;
    private ActivationState _state;
    private AsyncServiceScope? _scope;

    internal Activation(LocalSilo silo, GrainClass grainClass, GrainId id, WorkerPool? pool = null)
    {
        Silo = silo;
        Class = grainClass;
        GrainId = id;
        _pool = pool;
        _scheduler = new ActivationScheduler(this);
    }

    /// <inheritdoc />
    public GrainId GrainId { get; }

    /// <inheritdoc />
    public object? GrainInstance { get; private set; }

    /// <inheritdoc />
    public GrainReference GrainReference => (GrainReference)Silo.Factory.Reference(typeof(IGrain), Class, GrainId);

    /// <inheritdoc />
    public IServiceProvider ActivationServices =>
        _scope?.ServiceProvider ?? throw new InvalidOperationException("The activation has not begun.");

    /// <inheritdoc />
    public Task Deactivated => _gone.Task;

    internal LocalSilo Silo { get; }

    internal GrainClass Class { get; }

    /// <inheritdoc />
    public bool Equals(IGrainContext? other) => ReferenceEquals(this, other);

    /// <inheritdoc />
    public override string ToString() => $"{GrainId} on {Silo.Name}";
}
