using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Orleans;

namespace Connecto.Jobs;

/// <summary>Goes through the job's planets, or users, and forgets the job once all have done their part.</summary>
internal sealed class JobGrain(JobStore jobs, AnnouncementStore announcements) : Grain, IJobGrain
{
    private const int ParallelPlanets = 16;

    public async Task Run()
    {
        var id = new Snowflake(this.GetPrimaryKeyLong());
        if (await jobs.FindAsync(id) is { } job)
        {
            await (job.Kind == JobKind.Announce ? AnnounceAsync(id) : DoInPlanetsAsync(job));
            await jobs.RemoveAsync(id);
        }
        DeactivateOnIdle();
    }

    // Who is connected is told when all have it in their list: what he has read then is not written again.
    private async Task AnnounceAsync(Snowflake id)
    {
        while (await announcements.NotifyNextAsync(id)) { }
        if (await announcements.FindAsync(id) is { } announcement)
        {
            await GrainFactory.GetGrain<IClusterGrain>(0).TellAll(announcement.ToNotification());
        }
    }

    private async Task DoInPlanetsAsync(Job job)
    {
        foreach (var planets in (await jobs.PlanetsAsync(job)).Chunk(ParallelPlanets))
        {
            await Task.WhenAll(planets.Select(planet => DoAsync(job, planet)));
        }
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
                    JobKind.LeaveTravel => planet.Withdraw(job.UserId!.Value),
                    JobKind.LeaveAll => ForgetAsync(planet, job.UserId!.Value),
                    _ => throw new InvalidOperationException($"job {job.Id} is of unknown kind {job.Kind}"),
                }
            );
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            // It was closed meanwhile.
        }
    }

    // First the name goes, then the member: the event of his leaving has no name any more, and a planet that he has
    // left is not among the job's planets when it is repeated.
    private static async Task ForgetAsync(IPlanetGrain planet, Snowflake userId)
    {
        await planet.Refresh(userId);
        await planet.Withdraw(userId);
    }
}
