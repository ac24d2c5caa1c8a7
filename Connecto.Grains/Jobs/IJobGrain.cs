using Orleans;

namespace Connecto.Jobs;

/// <summary>Does one job, at most once at a time in the whole cluster. The key is the job's id.</summary>
public interface IJobGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Completes once the job is done in every planet. What fails is tried again later by <see cref="JobSweep"/>.
    /// </summary>
    Task Run();
}
