namespace Connecto.Web.Hosting;

/// <summary>
/// When the host stops, goes on serving as before until the proxies before it have seen that it is not ready, so that no
/// request of theirs finds it closed. It registers last, so its time comes before all other steps of the end.
/// </summary>
internal sealed class ProxyNotice(IHostApplicationLifetime lifetime, TimeProvider time, TimeSpan within)
    : IHostedLifecycleService
{
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => Task.Delay(within, time).GetAwaiter().GetResult());
        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
