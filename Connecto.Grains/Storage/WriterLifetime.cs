using Connecto.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Connecto.Storage;

/// <summary>Starts the writers before any hosted service, the silo among them, and flushes and closes them after all.</summary>
internal sealed class WriterLifetime(MessageWriter messages, CounterWriter counters, TimeProvider time)
    : IHostedLifecycleService,
        IDisposable
{
    private static readonly TimeSpan _lastFlush = TimeSpan.FromSeconds(5);

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        counters.Start();
        GrainMetrics.Watch(messages, counters);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => GrainMetrics.Forget(messages, counters);

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await messages.StopAsync().WaitAsync(cancellationToken);
        }
        finally
        {
            // Also when the host has no time left: what is merged here is nowhere else.
            using var last = new CancellationTokenSource(_lastFlush, time);
            await counters.StopAsync(last.Token);
        }
    }
}
