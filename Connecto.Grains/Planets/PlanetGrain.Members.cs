using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <content>Who belongs to the planet, and what is set of it. Each change is an event and commits with it.</content>
internal sealed partial class PlanetGrain
{
    /// <summary>Members that one event may carry.</summary>
    internal const int MaxAdded = 1000;

    public Task<long> Join(Snowflake userId) =>
        AdmitAsync((draft, name) => MemberChanges.Join(draft, userId, name), [userId]);

    public Task<long> Add(Snowflake? actorId, ImmutableArray<Snowflake> userIds, MemberRole role)
    {
        if (userIds.Length > MaxAdded)
        {
            throw ChatException.Invalid("userIds", $"at most {MaxAdded}");
        }
        return AdmitAsync((draft, name) => MemberChanges.Add(draft, actorId, userIds, role, name), userIds);
    }

    public Task<long> Leave(Snowflake userId) => ChangeAsync(draft => MemberChanges.Leave(draft, userId));

    public Task<long> Remove(Snowflake actorId, Snowflake userId) =>
        ChangeAsync(draft => MemberChanges.Remove(draft, actorId, userId));

    public Task<long> SetMember(Snowflake actorId, Snowflake userId, MemberPatch patch) =>
        AdmitAsync((draft, name) => MemberChanges.Set(draft, actorId, userId, patch, name), [userId]);

    public Task<long> Set(Snowflake actorId, PlanetPatch patch) =>
        ChangeAsync(draft => PlanetChanges.Set(draft, actorId, patch));

    // Names of who is new are read before the change is queued: a draft never waits.
    private async Task<long> AdmitAsync(
        Func<PlanetDraft, Func<Snowflake, string?>, long> change,
        ImmutableArray<Snowflake> userIds
    )
    {
        await ReadyAsync();
        var names = await planets.NamesAsync(userIds);
        return await ChangeAsync(draft => change(draft, id => names.GetValueOrDefault(id)));
    }
}
