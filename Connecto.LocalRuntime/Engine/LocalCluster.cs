using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>
/// The silos of this process and what they hold: at most one activation of a grain, on one silo that lives. An
/// application has one silo; a test has as many as it likes.
/// </summary>
internal sealed class LocalCluster
{
    private readonly ConcurrentDictionary<GrainId, Activation> _activations = new();
    private readonly ConcurrentDictionary<GrainId, ObserverObject> _observers = new();
    private readonly Lock _gate = new();
    private LocalSilo[] _silos = [];
    private uint _placed;
    private int _known;

    /// <summary>All activations but those of stateless workers.</summary>
    internal IEnumerable<Activation> Activations => _activations.Select(entry => entry.Value);

    internal ICollection<ObserverObject> Observers => _observers.Values;

    /// <summary>A number that no other silo of this process has.</summary>
    internal int NextSiloNumber() => Interlocked.Increment(ref _known) - 1;

    internal void Join(LocalSilo silo)
    {
        lock (_gate)
            _silos = [.. _silos, silo];
    }

    internal void Leave(LocalSilo silo)
    {
        lock (_gate)
            _silos = [.. _silos.Where(other => other != silo)];
    }

    internal Activation? Find(GrainId id) => _activations.GetValueOrDefault(id);

    internal void Remove(Activation activation) =>
        _activations.TryRemove(new KeyValuePair<GrainId, Activation>(activation.GrainId, activation));

    internal void Add(GrainId id, ObserverObject observer) => _observers[id] = observer;

    internal bool RemoveObserver(GrainId id) => _observers.TryRemove(id, out _);

    /// <summary>Brings a call to its target, which is made where there is none.</summary>
    internal void Deliver(Call call)
    {
        var reference = call.To;
        if (reference.Class is not { } grainClass)
            DeliverToObserver(call);
        else if (reference.LastTarget is not { } last || !last.TryEnqueue(call))
            DeliverToGrain(call, grainClass);
    }

    private void DeliverToObserver(Call call)
    {
        if (_observers.TryGetValue(call.To.GrainId, out var observer))
            observer.TryEnqueue(call);
        else
            call.Fail(new ClientNotAvailableException(call.To.GrainId));
    }

    private void DeliverToGrain(Call call, GrainClass grainClass)
    {
        while (true)
        {
            ITarget? target = grainClass.MaxWorkers > 0 ? FindPool(call, grainClass) : FindActivation(call, grainClass);
            if (target is null)
            {
                call.Fail(new SiloUnavailableException($"No silo takes {call}."));
                return;
            }

            if (!target.TryEnqueue(call))
                continue;
            call.To.LastTarget = target;
            return;
        }
    }

    private Activation? FindActivation(Call call, GrainClass grainClass)
    {
        var id = call.To.GrainId;
        if (_activations.TryGetValue(id, out var found))
            return found;
        if (Place() is not { } silo)
            return null;
        var activation = _activations.GetOrAdd(
            id,
            static (id, at) => new(at.silo, at.grainClass, id),
            (silo, grainClass)
        );
        // The silo may have gone since it was chosen, and then it did not see this activation.
        if (!activation.Silo.TakesActivations)
            activation.Kill();
        return activation;
    }

    private WorkerPool? FindPool(Call call, GrainClass grainClass)
    {
        var caller = ActivationScheduler.CurrentActivation?.Silo ?? call.To.Owner.Silo;
        var silo = caller is { TakesActivations: true } ? caller : Place();
        return silo?.Pool(call.To.GrainId, grainClass);
    }

    private LocalSilo? Place()
    {
        var silos = Volatile.Read(ref _silos);
        return silos.Length == 0 ? null : silos[Interlocked.Increment(ref _placed) % silos.Length];
    }
}
