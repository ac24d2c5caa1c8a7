using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>
/// Who leaves a travel loses its planets by that commit; a job then ends his memberships one planet after the other.
/// The planet keeps to it where the job has not come, or has passed by.
/// </content>
internal sealed partial class PlanetGrain
{
    // Ends memberships that give no access any more. Where this fails they still give none, and the job is there.
    private async Task WithdrawAllAsync(IReadOnlyList<StoredMember> members)
    {
        try
        {
            await Task.WhenAll(members.Select(member => Withdraw(member.UserId, member.JoinedAt)));
        }
        catch (Exception failure)
        {
            Log.NotWithdrawn(logger, Id, failure);
        }
    }

    // Between the look at who joins and the commit of his joining he may have left the travel or the service, or have
    // hidden his receipts, so that the job did not find him here. If it cannot be seen now, the next activation looks.
    private async Task RecheckAsync(IEnumerable<Snowflake> joined)
    {
        if (joined.ToList() is not { Count: > 0 } userIds)
        {
            return;
        }
        try
        {
            var present = await planets.ProfilesAsync(State.Row.TravelId, userIds);
            foreach (var (userId, profile) in present)
            {
                Show(userId, profile);
            }
            await Task.WhenAll(
                userIds.Where(id => !present.ContainsKey(id)).Select(id => Withdraw(id, joinedBy: null))
            );
        }
        catch (Exception failure)
        {
            Log.NotWithdrawn(logger, Id, failure);
            End();
        }
    }
}
