using Orleans;

namespace Connecto.LocalRuntime;

/// <summary>
/// The one background task of a silo: breaks calls whose time has passed, and ends activations that were idle for the
/// collection age, a bounded number of them at once.
/// </summary>
internal sealed class Sweeper(LocalSilo silo, TimeSpan responseTimeout)
{
    private const int MaxEndingAtOnce = 1_000;
    private int _ending;

    internal async Task RunAsync(CancellationToken stopped)
    {
        var quantum = silo.Collection.CollectionQuantum;
        var period = TimeSpan.FromMilliseconds(
            Math.Clamp(Math.Min(responseTimeout.TotalMilliseconds / 8, quantum.TotalMilliseconds), 20, 1_000)
        );
        using var timer = new PeriodicTimer(period);
        var collectAt = Environment.TickCount64 + quantum.TotalMilliseconds;
        try
        {
            while (await timer.WaitForNextTickAsync(stopped))
            {
                var now = Environment.TickCount64;
                var collects = now >= collectAt;
                if (collects)
                    collectAt = now + quantum.TotalMilliseconds;
                Sweep(now, collects);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo has stopped.
        }
    }

    private void Sweep(long now, bool collects)
    {
        foreach (var activation in silo.Activations)
        {
            activation.TimeOutCalls(now);
            if (collects && _ending < MaxEndingAtOnce && activation.IsIdle(now, silo.Collection.CollectionAge))
                _ = EndAsync(activation);
        }

        foreach (var observer in silo.Cluster.Observers)
        {
            if (observer.IsGone)
                silo.Cluster.RemoveObserver(observer.Id);
            observer.TimeOutCalls(now);
        }
    }

    private async Task EndAsync(Activation activation)
    {
        Interlocked.Increment(ref _ending);
        activation.Deactivate(new(DeactivationReasonCode.ActivationIdle, "Idle for the collection age."));
        await activation.Deactivated;
        Interlocked.Decrement(ref _ending);
    }
}
