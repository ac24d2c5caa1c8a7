using Connecto.Delivery;
using Connecto.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Planets;

/// <summary>Has one planet of this silo that is awake, chosen by chance, count anew every few seconds.</summary>
internal sealed class CounterAudit(
    ActivePlanets active,
    IGrainFactory grains,
    TimeProvider time,
    ILogger<CounterAudit> logger
) : BackgroundService
{
    private static readonly TimeSpan _every = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // No planet has the id 0.
            if (active.AnyAwake() is { Value: > 0 } planet)
            {
                try
                {
                    GrainMetrics.Audited(await grains.GetGrain<IPlanetGrain>(planet.Value).Audit());
                }
                catch (Exception failure)
                {
                    Log.AuditFailed(logger, planet, failure);
                }
            }
        }
    }
}
