using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Orleans;

namespace Connecto.Invites;

/// <summary>
/// Lets users in by their invites: a use is counted first, and given back where the planet then refuses or does not
/// answer. Safe for any number of callers.
/// </summary>
public sealed class InviteDesk(InviteStore invites, IGrainFactory grains)
{
    /// <summary>
    /// Makes the user a member of the invite's planet, and answers it; one who is a member already uses nothing.
    /// </summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.NotFound"/>: unknown, revoked, expired or used up, or the planet is deleted;
    /// <see cref="ErrorCode.Banned"/>; <see cref="ErrorCode.Conflict"/>: the planet is full.
    /// </exception>
    public async Task<Planet> AcceptAsync(string code, Snowflake userId)
    {
        if (!InviteCode.IsPlausible(code) || await invites.TakeAsync(code, userId) is not { } taking)
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        var planet = grains.GetGrain<IPlanetGrain>(taking.PlanetId.Value);
        if (taking.Taken)
        {
            await AdmitAsync(planet, code, userId, taking);
        }
        else if (taking.Standing != MemberStatus.Active)
        {
            throw new ChatException(
                taking.Standing == MemberStatus.Banned ? ErrorCode.Banned
                : taking.PlanetIsFull ? ErrorCode.Conflict
                : ErrorCode.NotFound
            );
        }
        return await planet.Get(userId);
    }

    private async Task AdmitAsync(IPlanetGrain planet, string code, Snowflake userId, InviteTaking taking)
    {
        bool joined;
        try
        {
            joined = await planet.Admit(userId, taking.InvitedBy);
        }
        catch (Exception)
        {
            // Refused, or not answered in time.
            await invites.UndoAsync(code, userId, taking);
            throw;
        }
        if (!joined)
        {
            // Another call of his was faster.
            await invites.GiveBackAsync(code);
        }
    }
}
