using System.Diagnostics;
using Connecto.Admin;
using Connecto.Planets;
using Connecto.Web.Api;
using Microsoft.Extensions.Options;
using Orleans;

namespace Connecto.Web.Caching;

/// <summary>
/// Reads, once this node has started, what will be asked for first: the first page of popular travels into its own cache,
/// and the newest messages of planets that were active lately into their grains. Nothing waits for it.
/// </summary>
internal sealed class WarmUp(
    ChangeFeed feed,
    CachedTravels travels,
    PlanetDirectory planets,
    IGrainFactory grains,
    IOptions<CachingOptions> options,
    ILogger<WarmUp> logger
) : BackgroundService
{
    /// <summary>Planets that are read at once, so that who comes meanwhile is not held up.</summary>
    private const int Parallel = 2;

    private readonly TaskCompletionSource<int> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How many planets were read, once it is over.</summary>
    internal Task<int> Done => _done.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var read = 0;
        try
        {
            // By then everything has started.
            await feed.Attached.WaitAsync(stoppingToken);
            var began = Stopwatch.GetTimestamp();
            await travels.PopularAsync(new PopularPage(Query.DefaultLimit, After: null), stoppingToken);
            if (options.Value.WarmPlanets > 0)
            {
                read = await ReadPlanetsAsync(stoppingToken);
            }
            Log.Warm(logger, read, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
        {
            Log.NotWarm(logger, failure);
        }
        finally
        {
            _done.TrySetResult(read);
        }
    }

    private async Task<int> ReadPlanetsAsync(CancellationToken stop)
    {
        var read = 0;
        await System.Threading.Tasks.Parallel.ForEachAsync(
            await planets.RecentlyActiveAsync(options.Value.WarmPlanets, stop),
            new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = stop },
            async (id, cancellation) =>
            {
                try
                {
                    await grains.GetGrain<IPlanetGrain>(id.Value).Inspect().WaitAsync(cancellation);
                    WebMetrics.PlanetWarmed();
                    Interlocked.Increment(ref read);
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    Log.PlanetNotWarm(logger, id, failure);
                }
            }
        );
        return read;
    }
}
