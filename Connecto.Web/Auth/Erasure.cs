using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Presence;
using Connecto.Users;
using Orleans;

namespace Connecto.Web.Auth;

/// <summary>Erases accounts. What a user wrote stays, under a user without a name.</summary>
internal sealed class Erasure(AccountDeletion deletion, Grants grants, JobRunner jobs, IGrainFactory grains)
{
    public async Task EraseAsync(Snowflake userId)
    {
        var presence = grains.PresenceOf(userId);
        // Afterwards nothing tells any more who has seen him.
        var audience = await presence.AudienceOf(userId);
        var written = await deletion.DeleteAsync(userId);
        await presence.Erased(userId, audience);
        await grants.SessionsChangedAsync(userId);
        await Task.WhenAll(written.Select(jobs.RunAsync));
    }
}
