using Connecto.Ids;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Search;

/// <summary>Finds what other silos left unindexed when they ended, and what was there before the index was.</summary>
internal sealed class SearchSweep(
    SearchBacklog backlog,
    SearchIndexer indexer,
    TimeProvider time,
    ILogger<SearchSweep> logger
) : BackgroundService
{
    /// <summary>Planets that are asked for at once, and that wait at most while more are looked for.</summary>
    private const int Together = 1_000;

    private static readonly TimeSpan _every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan _untilIndexed = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.NotSwept(logger, failure);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(CancellationToken stop)
    {
        var planets = new List<Snowflake> { default };
        while (planets.Count > 0)
        {
            planets = await backlog.PlanetsAsync(planets[^1], Together, stop);
            planets.ForEach(indexer.Want);
            while (indexer.Waiting > Together)
            {
                await Task.Delay(_untilIndexed, time, stop);
            }
        }
    }
}
