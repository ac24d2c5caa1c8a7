using Connecto.Delivery;
using Connecto.Ids;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans;

namespace Connecto.Planets;

/// <summary>
/// Has planets of this silo rest that nobody uses, drop web nodes that are gone, and end where nobody is left. One
/// timer for all of them: a resting planet costs none.
/// </summary>
internal sealed class PlanetSweep(
    ActivePlanets active,
    IGrainFactory grains,
    IOptions<PlanetOptions> options,
    TimeProvider time,
    ILogger<PlanetSweep> logger
) : BackgroundService
{
    /// <summary>Planets that are asked at once.</summary>
    private const int AtOnce = 8;

    private static readonly TimeSpan _mostOften = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan _leastOften = PlanetLease.RenewEvery;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var every = options.Value.RestAfter / 4;
        every =
            every < _mostOften ? _mostOften
            : every > _leastOften ? _leastOften
            : every;
        using var timer = new PeriodicTimer(every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Parallel.ForEachAsync(
                active.Due(options.Value, time),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
                async (planet, _) => await RestAsync(planet)
            );
        }
    }

    private async Task RestAsync(Snowflake planet)
    {
        try
        {
            await grains.GetGrain<IPlanetGrain>(planet.Value).Rest();
        }
        catch (Exception failure)
        {
            Log.NotRested(logger, planet, failure);
        }
    }
}
