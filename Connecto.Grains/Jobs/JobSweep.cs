using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Jobs;

/// <summary>Takes up jobs that nobody finished: whoever began them died, or a planet could not answer.</summary>
internal sealed class JobSweep(JobStore jobs, JobRunner runner, TimeProvider time, ILogger<JobSweep> logger)
    : BackgroundService
{
    /// <summary>Jobs of one round.</summary>
    private const int AtOnce = 100;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var job in await jobs.OverdueAsync(_every, AtOnce, stoppingToken))
                {
                    await runner.RunAsync(job);
                }
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, failure);
            }
        }
    }
}
