using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Orleans;

namespace Connecto.Jobs;

/// <summary>Goes through the job's planets and forgets the job once all have done their part.</summary>
internal sealed class JobGrain(JobStore jobs) : Grain, IJobGrain
{
    private const int ParallelPlanets = 16;

    public async Task Run()
    {
        var id = new Snowflake(this.GetPrimaryKeyLong());
        if (await jobs.FindAsync(id) is { } job)
        {
            foreach (var planets in (await jobs.PlanetsAsync(job)).Chunk(ParallelPlanets))
            {
                await Task.WhenAll(planets.Select(planet => DoAsync(job, planet)));
            }
            await jobs.RemoveAsync(id);
        }
        DeactivateOnIdle();
    }

    private async Task DoAsync(Job job, Snowflake planetId)
    {
        var planet = GrainFactory.GetGrain<IPlanetGrain>(planetId.Value);
        try
        {
            await (
                job.Kind switch
                {
                    JobKind.CloseTravel => planet.Close(),
                    JobKind.RefreshMember => planet.Refresh(job.UserId!.Value),
                    JobKind.LeaveTravel or JobKind.LeaveAll => planet.Withdraw(job.UserId!.Value),
                    _ => throw new InvalidOperationException($"job {job.Id} is of unknown kind {job.Kind}"),
                }
            );
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            // It was closed meanwhile.
        }
    }
}
