using Connecto.Ids;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Jobs;

/// <summary>Runs jobs. One that cannot be done now is logged and stays for <see cref="JobSweep"/>.</summary>
public sealed class JobRunner(IGrainFactory grains, ILogger<JobRunner> logger)
{
    /// <summary>Completes once the job is done or has failed; never fails itself.</summary>
    public async Task RunAsync(Snowflake job)
    {
        try
        {
            await grains.GetGrain<IJobGrain>(job.Value).Run();
        }
        catch (Exception failure)
        {
            Log.JobFailed(logger, job, failure);
        }
    }
}
