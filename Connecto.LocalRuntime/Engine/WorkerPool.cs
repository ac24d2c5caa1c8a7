using Orleans.Runtime;

namespace Connecto.LocalRuntime;

/// <summary>
/// The activations of one stateless worker id in one silo. A call goes to the oldest idle one, else to a new one while
/// the bound allows, else to the one with the shortest queue.
/// </summary>
internal sealed class WorkerPool(LocalSilo silo, GrainClass grainClass, GrainId id) : ITarget
{
    private readonly Lock _gate = new();
    private Activation[] _workers = [];

    /// <summary>The activations at this moment.</summary>
    internal Activation[] Workers => Volatile.Read(ref _workers);

    /// <inheritdoc />
    public bool TryEnqueue(Call call)
    {
        lock (_gate)
        {
            while (silo.TakesActivations)
            {
                var worker = Array.Find(_workers, worker => worker.CurrentLoad == 0);
                if (worker is null && _workers.Length < grainClass.MaxWorkers)
                {
                    worker = new Activation(silo, grainClass, id, this);
                    _workers = [.. _workers, worker];
                }

                worker ??= _workers.MinBy(worker => worker.CurrentLoad)!;
                if (worker.TryEnqueue(call))
                    return true;
                _workers = [.. _workers.Where(other => other != worker)];
            }

            return false;
        }
    }

    internal void Remove(Activation worker)
    {
        lock (_gate)
            _workers = [.. _workers.Where(other => other != worker)];
    }
}
