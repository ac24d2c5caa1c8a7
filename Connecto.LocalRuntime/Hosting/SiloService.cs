using Microsoft.Extensions.Hosting;

namespace Connecto.LocalRuntime;

/// <summary>Starts and stops the silo with its host.</summary>
internal sealed class SiloService(LocalSilo silo) : IHostedService
{
    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken)
    {
        silo.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => silo.StopAsync(cancellationToken);
}
