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

    private Task _refreshing = Task.CompletedTask;

    public Task<long> Join(Snowflake userId) =>
        AdmitAsync(null, (draft, profile) => MemberChanges.Join(draft, userId, profile), [userId]);

    public async Task RequireInviter(Snowflake userId)
    {
        using var visit = Enter();
        await ReadyAsync(userId);
        State.RequireMember(userId).Require(PlanetRight.Invite);
        if (State.Row.Kind == PlanetKind.Direct)
        {
            throw new ChatException(ErrorCode.Forbidden, "Nobody is invited into a direct planet.");
        }
    }

    public async Task<bool> Admit(Snowflake userId, Snowflake invitedBy)
    {
        using var visit = Enter();
        var joins = false;
        await AdmitAsync(
            null,
            (draft, profile) =>
            {
                joins = draft.Member(userId)?.Status != MemberStatus.Active;
                return MemberChanges.Admit(draft, userId, invitedBy, profile);
            },
            [userId]
        );
        return joins;
    }

    public Task<long> Add(Snowflake? actorId, ImmutableArray<Snowflake> userIds, MemberRole role)
    {
        if (userIds.Length > MaxAdded)
        {
            throw ChatException.Invalid("userIds", $"at most {MaxAdded}");
        }
        return AdmitAsync(
            actorId,
            (draft, profile) => MemberChanges.Add(draft, actorId, userIds, role, profile),
            userIds
        );
    }

    public Task<long> Leave(Snowflake userId) => ChangeAsync(userId, draft => MemberChanges.Leave(draft, userId));

    public Task Withdraw(Snowflake userId, DateTimeOffset? joinedBy) =>
        ChangeAsync(draft => MemberChanges.Withdraw(draft, userId, joinedBy));

    public Task Delete(Snowflake actorId) => ChangeAsync(actorId, draft => PlanetChanges.Delete(draft, actorId));

    public Task Close() => ChangeAsync(draft => PlanetChanges.Delete(draft, actorId: null));

    /// <summary>Nobody is told of a new name; whoever hides his receipts changes what everybody counts.</summary>
    public Task Refresh(Snowflake userId) => _refreshing = RefreshAsync(_refreshing, userId);

    // One after the other, so that the answer which is taken over last was read last.
    private async Task RefreshAsync(Task before, Snowflake userId)
    {
        using var visit = Enter();
        await before.ConfigureAwait(
            ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing
        );
        await ReadyAsync();
        if (State.Member(userId) is null)
        {
            return;
        }
        if (State.Row.Kind == PlanetKind.Direct)
        {
            State.IsBlocked = await planets.IsBlockedAsync(Id);
        }
        var profiles = await planets.ProfilesAsync(travelId: null, [userId]);
        Show(userId, profiles.GetValueOrDefault(userId) ?? new MemberProfile(""));
    }

    private void Show(Snowflake userId, MemberProfile profile)
    {
        if (State.Show(userId, profile))
        {
            _countsDue = true;
            StartReceiptTimer();
        }
    }

    public Task<long> Remove(Snowflake actorId, Snowflake userId) =>
        ChangeAsync(actorId, draft => MemberChanges.Remove(draft, actorId, userId));

    public Task<long> SetMember(Snowflake actorId, Snowflake userId, MemberPatch patch) =>
        AdmitAsync(actorId, (draft, profile) => MemberChanges.Set(draft, actorId, userId, patch, profile), [userId]);

    public Task<long> Set(Snowflake actorId, PlanetPatch patch) =>
        ChangeAsync(actorId, draft => PlanetChanges.Set(draft, actorId, patch));

    public async Task SetNotifications(Snowflake userId, NotificationLevel level)
    {
        using var visit = Enter();
        await ReadyAsync(userId);
        if (await planets.SetNotificationsAsync(Id, userId, level))
        {
            State.SetNotifications(userId, level);
        }
    }

    // The profiles of who is new are read before the change is queued: a draft never waits.
    private async Task<long> AdmitAsync(
        Snowflake? actorId,
        Func<PlanetDraft, Func<Snowflake, MemberProfile?>, long> change,
        ImmutableArray<Snowflake> userIds
    )
    {
        var calledAt = time.GetTimestamp();
        using var visit = Enter();
        await ReadyAsync();
        if (actorId is { } actor)
        {
            await ReadyAsync(actor);
        }
        var profiles = await planets.ProfilesAsync(State.Row.TravelId, userIds);
        var rev = await ChangeAsync(draft => change(draft, id => profiles.GetValueOrDefault(id)), calledAt: calledAt);
        await RecheckAsync(userIds.Where(id => State.Member(id)?.JoinedRev == rev));
        return rev;
    }
}
