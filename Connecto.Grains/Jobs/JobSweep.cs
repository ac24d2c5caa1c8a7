using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Jobs;

/// <summary>Takes up jobs that nobody finished: whoever began them died, or a planet could not answer.</summary>
internal sealed class JobSweep(JobStore jobs, JobRunner runner, TimeProvider time, ILogger<JobSweep> logger)
    : BackgroundService
{
    /// <summary>Jobs of one round.</summary>
    private const int AtOnce = 100;

    /// <summary>So that one which waits for a planet that does not answer holds up few others.</summary>
    private const int ParallelJobs = 8;

    private static readonly TimeSpan _every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await Parallel.ForEachAsync(
                    await jobs.TakeDueAsync(AtOnce, stoppingToken),
                    new ParallelOptions { MaxDegreeOfParallelism = ParallelJobs, CancellationToken = stoppingToken },
                    async (job, _) => await runner.RunAsync(job)
                );
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                Log.SweepFailed(logger, failure);
            }
        }
    }
}
