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
    private async Task WithdrawAllAsync(IEnumerable<StoredMember> members)
    {
        try
        {
            await Task.WhenAll(members.Select(member => Withdraw(member.UserId)));
        }
        catch (Exception failure)
        {
            Log.NotWithdrawn(logger, Id, failure);
        }
    }

    // He may have left the travel between the look at it and the commit of his joining, so that the job did not find
    // him here. If it cannot be seen now, the next activation looks.
    private async Task RecheckTravelAsync(IEnumerable<Snowflake> joined)
    {
        if (State.Row.TravelId is not { } travelId || joined.ToList() is not { Count: > 0 } userIds)
        {
            return;
        }
        try
        {
            var present = await planets.ProfilesAsync(travelId, userIds);
            await Task.WhenAll(userIds.Where(id => !present.ContainsKey(id)).Select(Withdraw));
        }
        catch (Exception failure)
        {
            Log.NotWithdrawn(logger, Id, failure);
            End();
        }
    }
}
