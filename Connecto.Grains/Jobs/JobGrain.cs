using System.Runtime.ExceptionServices;
using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Users;
using Orleans;

namespace Connecto.Jobs;

/// <summary>
/// Goes through the job's planets, or users, and forgets the job once all have done their part. One that fails holds up
/// no other: all are tried before the job fails.
/// </summary>
internal sealed class JobGrain(JobStore jobs, AnnouncementStore announcements, NotificationStore notifications)
    : Grain,
        IJobGrain
{
    private const int ParallelPlanets = 16;

    public async Task Run()
    {
        try
        {
            var id = new Snowflake(this.GetPrimaryKeyLong());
            if (await jobs.FindAsync(id) is { } job)
            {
                await DoAsync(job);
                await jobs.RemoveAsync(id);
            }
        }
        finally
        {
            DeactivateOnIdle();
        }
    }

    private async Task DoAsync(Job job)
    {
        switch (job.Kind)
        {
            case JobKind.Announce:
                await AnnounceAsync(job.Id);
                break;
            case JobKind.Block:
                var (user, other) = (job.UserId!.Value, job.OtherId!.Value);
                await Task.WhenAll(TellBlockAsync(user, other), TellBlockAsync(other, user), DoInPlanetsAsync(job));
                break;
            case JobKind.RefreshView:
                await DoInPlanetsAsync(job);
                await User(job.UserId).ViewChanged();
                break;
            case JobKind.LeaveAll:
                await DoInPlanetsAsync(job);
                // What was being written when the account was erased, and what was written of him since.
                await notifications.ReadAsync(job.UserId!.Value, ids: null, through: null, CancellationToken.None);
                break;
            default:
                await DoInPlanetsAsync(job);
                break;
        }
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

    private Task TellBlockAsync(Snowflake userId, Snowflake otherId) =>
        Task.WhenAll(User(userId).BlocksChanged(), GrainFactory.PresenceOf(userId).BlockChanged(userId, otherId));

    private IUserGrain User(Snowflake? userId) => GrainFactory.GetGrain<IUserGrain>(userId!.Value.Value);

    private async Task DoInPlanetsAsync(Job job)
    {
        var failures = new List<Exception>();
        foreach (var planets in (await jobs.PlanetsAsync(job)).Chunk(ParallelPlanets))
        {
            try
            {
                await Task.WhenAll(planets.Select(planet => DoAsync(job, planet)));
            }
            catch (Exception failure)
            {
                failures.Add(failure);
            }
        }
        if (failures.Count > 0)
        {
            ExceptionDispatchInfo.Throw(failures[0]);
        }
    }

    private async Task DoAsync(Job job, JobPlanet at)
    {
        var planet = GrainFactory.GetGrain<IPlanetGrain>(at.Id.Value);
        try
        {
            await (
                job.Kind switch
                {
                    JobKind.CloseTravel => planet.Close(),
                    JobKind.RefreshMember or JobKind.RefreshView or JobKind.Block => planet.Refresh(job.UserId!.Value),
                    JobKind.LeaveTravel => planet.Withdraw(job.UserId!.Value, at.JoinedAt),
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

    // First the name goes, then the member: the event of his leaving has no name any more.
    private static async Task ForgetAsync(IPlanetGrain planet, Snowflake userId)
    {
        await planet.Refresh(userId);
        await planet.Withdraw(userId);
    }
}
