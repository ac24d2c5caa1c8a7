using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;
using Connecto.Users;

namespace Connecto.Planets;

/// <summary>Who may become or stop being a member, and what it changes. Each answers the rev of its event.</summary>
internal static class MemberChanges
{
    /// <summary>Active members of one planet.</summary>
    internal const int MostMembers = 10_000;

    public static long Join(PlanetDraft draft, Snowflake userId, Func<Snowflake, MemberProfile?> profile)
    {
        var member = draft.Member(userId);
        switch (member?.Status)
        {
            case MemberStatus.Active:
                return draft.Row.HeadRev;
            case MemberStatus.Banned:
                throw new ChatException(ErrorCode.Banned);
            case MemberStatus.Removed:
                throw new ChatException(ErrorCode.Forbidden, "Who was removed needs an invite to come back.");
            case null when draft.Row.TravelId is null:
                throw new ChatException(ErrorCode.NotFound);
        }
        return Enter(draft, userId, userId, profile);
    }

    /// <summary>Joins on an invite, whatever the planet says of who may join; a ban still keeps out.</summary>
    public static long Admit(
        PlanetDraft draft,
        Snowflake userId,
        Snowflake invitedBy,
        Func<Snowflake, MemberProfile?> profile
    )
    {
        switch (draft.Member(userId)?.Status)
        {
            case MemberStatus.Active:
                return draft.Row.HeadRev;
            case MemberStatus.Banned:
                throw new ChatException(ErrorCode.Banned);
        }
        return Enter(draft, userId, invitedBy, profile);
    }

    // Who comes into an empty planet takes it over, or nobody could ever be its owner again.
    private static long Enter(
        PlanetDraft draft,
        Snowflake userId,
        Snowflake actorId,
        Func<Snowflake, MemberProfile?> profile
    )
    {
        var role = draft.Row.MemberCount == 0 ? MemberRole.Owner : MemberRole.Member;
        return Record(draft, actorId, [Joining(draft, userId, ProfileOf(userId, profile), role)]);
    }

    public static long Add(
        PlanetDraft draft,
        Snowflake? actorId,
        ImmutableArray<Snowflake> userIds,
        MemberRole role,
        Func<Snowflake, MemberProfile?> profile
    )
    {
        if (actorId is { } actor)
        {
            draft.RequireMember(actor).Require(PlanetRight.AddMembers);
        }
        if (draft.Row.Kind == PlanetKind.Direct)
        {
            throw new ChatException(ErrorCode.Forbidden, "A direct planet has its two members, and no others.");
        }
        var joining = userIds
            .Distinct()
            .Where(id => draft.Member(id)?.Status is not (MemberStatus.Active or MemberStatus.Banned))
            .Select(id => (Id: id, Profile: profile(id)))
            .Where(user => user.Profile is not null)
            .Select(user => Joining(draft, user.Id, user.Profile!, role))
            .ToList();
        if (joining.Count == 0)
        {
            return draft.Row.HeadRev;
        }
        var rev = Record(draft, actorId ?? default, joining);
        foreach (var member in joining)
        {
            TellAdded(draft, actorId, member.UserId);
        }
        return rev;
    }

    public static long Leave(PlanetDraft draft, Snowflake userId)
    {
        var member = draft.RequireMember(userId);
        if (draft.Row.Kind == PlanetKind.Direct)
        {
            throw new ChatException(ErrorCode.Forbidden, "A direct planet is not left; block who is in it.");
        }
        if (draft.Row.MemberCount > 1)
        {
            RequireAnotherOwner(draft, member);
        }
        return Record(draft, userId, [member with { Status = MemberStatus.Left, Role = MemberRole.Member }]);
    }

    /// <summary>
    /// Ends a membership that must end, unless it began after <paramref name="joinedBy"/>: the last owner is followed by
    /// another member.
    /// </summary>
    public static long Withdraw(PlanetDraft draft, Snowflake userId, DateTimeOffset? joinedBy)
    {
        if (draft.Member(userId) is not { Status: MemberStatus.Active } member || member.JoinedAt > joinedBy)
        {
            return draft.Row.HeadRev;
        }
        var left = member with { Status = MemberStatus.Left, Role = MemberRole.Member };
        if (member.Role != MemberRole.Owner)
        {
            return Record(draft, userId, [left]);
        }
        var others = draft.ActiveMembers.Where(other => other.UserId != userId).ToList();
        if (others.Exists(other => other.Role == MemberRole.Owner))
        {
            return Record(draft, userId, [left]);
        }
        var heir = others
            .OrderByDescending(other => other.Role)
            .ThenBy(other => other.JoinedRev)
            .ThenBy(other => other.UserId)
            .FirstOrDefault();
        return Record(draft, userId, heir is null ? [left] : [left, heir with { Role = MemberRole.Owner }]);
    }

    /// <summary>Ends an active membership; a ban stays.</summary>
    public static long Remove(PlanetDraft draft, Snowflake actorId, Snowflake userId)
    {
        var actor = draft.RequireMember(actorId);
        actor.Require(PlanetRight.ModerateMembers);
        if (draft.Member(userId) is not { Status: MemberStatus.Active } member)
        {
            throw new ChatException(ErrorCode.NotFound, "There is no such member.");
        }
        RequireAbove(actor, member);
        var rev = Record(draft, actorId, [member with { Status = MemberStatus.Removed, Role = MemberRole.Member }]);
        draft.Notify(userId, NotificationKind.Removed, null, actorId);
        return rev;
    }

    /// <summary>Changes another's membership, or the actor's own role. Answers the head where nothing changes.</summary>
    public static long Set(
        PlanetDraft draft,
        Snowflake actorId,
        Snowflake userId,
        MemberPatch patch,
        Func<Snowflake, MemberProfile?> profile
    )
    {
        var actor = draft.RequireMember(actorId);
        // Also what changes nothing would tell who ever was a member.
        if (patch.Status is not null || patch.MutedUntil is not null || patch.Role is null)
        {
            actor.Require(PlanetRight.ModerateMembers);
        }
        if (patch.Role is not null)
        {
            actor.Require(PlanetRight.ChangeRoles);
        }
        var before = draft.Member(userId);
        if (
            userId == actorId
            && (patch.Status ?? MemberStatus.Active, patch.MutedUntil) is not (MemberStatus.Active, null)
        )
        {
            throw ChatException.Invalid("userId", "one leaves, but does not remove, ban or mute oneself");
        }
        var after = WithStatus(draft, actor, userId, before, patch.Status, profile);
        after = WithRole(draft, actor, after, patch.Role);
        if (patch.MutedUntil is { } until)
        {
            RequireAbove(actor, after);
            after = after with { MutedUntil = until > draft.At ? until : null };
        }
        if (after == before)
        {
            return draft.Row.HeadRev;
        }
        var rev = Record(draft, actorId, [after]);
        if (after.Status == MemberStatus.Active && before?.Status != MemberStatus.Active)
        {
            TellAdded(draft, actorId, userId);
        }
        else if (after.Status != MemberStatus.Active && before?.Status == MemberStatus.Active)
        {
            draft.Notify(userId, NotificationKind.Removed, null, actorId);
        }
        return rev;
    }

    private static StoredMember WithStatus(
        PlanetDraft draft,
        StoredMember actor,
        Snowflake userId,
        StoredMember? before,
        MemberStatus? status,
        Func<Snowflake, MemberProfile?> profile
    )
    {
        if (status is null || status == before?.Status)
        {
            return before ?? throw new ChatException(ErrorCode.NotFound, "There is no such member.");
        }
        if (before is not null)
        {
            RequireAbove(actor, before);
        }
        if (status == MemberStatus.Active)
        {
            return Joining(draft, userId, ProfileOf(userId, profile), MemberRole.Member);
        }
        if (before is null && status == MemberStatus.Removed)
        {
            throw new ChatException(ErrorCode.NotFound, "There is no such member.");
        }
        var member = before ?? Joining(draft, userId, ProfileOf(userId, profile), MemberRole.Member);
        return member with { Status = status.Value, Role = MemberRole.Member };
    }

    private static StoredMember WithRole(PlanetDraft draft, StoredMember actor, StoredMember member, MemberRole? role)
    {
        if (role is null || role == member.Role)
        {
            return member;
        }
        if (member.Status != MemberStatus.Active)
        {
            throw ChatException.Invalid("role", "only a member has one");
        }
        if (actor.UserId == member.UserId)
        {
            RequireAnotherOwner(draft, member);
        }
        else if (member.Role == MemberRole.Owner)
        {
            throw new ChatException(ErrorCode.Forbidden, "An owner gives up that role himself.");
        }
        return member with { Role = role.Value };
    }

    private static void RequireAbove(StoredMember actor, StoredMember member)
    {
        if (actor.Role <= member.Role)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only who has a higher role may do this to a member.");
        }
    }

    private static void RequireAnotherOwner(PlanetDraft draft, StoredMember owner)
    {
        if (
            owner.Role == MemberRole.Owner
            && !draft.ActiveMembers.Any(other => other.Role == MemberRole.Owner && other.UserId != owner.UserId)
        )
        {
            throw new ChatException(ErrorCode.Conflict, "The last owner makes another member owner first.");
        }
    }

    // The operator adds in bulk, and tells nobody.
    private static void TellAdded(PlanetDraft draft, Snowflake? actorId, Snowflake userId)
    {
        if (actorId is { } actor && actor != userId)
        {
            draft.Notify(userId, NotificationKind.Added, null, actor);
        }
    }

    private static MemberProfile ProfileOf(Snowflake userId, Func<Snowflake, MemberProfile?> profile) =>
        profile(userId) ?? throw new ChatException(ErrorCode.NotFound, "There is no such user.");

    // Joining anew starts a new membership: at the present head, in both numbers.
    private static StoredMember Joining(PlanetDraft draft, Snowflake userId, MemberProfile profile, MemberRole role) =>
        new(
            userId,
            profile,
            role,
            MemberStatus.Active,
            draft.Member(userId)?.MutedUntil,
            draft.At,
            draft.Row.HeadSeq,
            draft.Row.HeadRev + 1,
            draft.Row.HeadSeq
        )
        {
            Notifications = draft.Member(userId)?.Notifications ?? NotificationLevel.All,
        };

    private static long Record(PlanetDraft draft, Snowflake actorId, IReadOnlyList<StoredMember> members)
    {
        var joining = members.Count(member =>
            member.Status == MemberStatus.Active && draft.Member(member.UserId)?.Status != MemberStatus.Active
        );
        if (joining > 0 && draft.Row.MemberCount + joining > MostMembers)
        {
            throw new ChatException(ErrorCode.Conflict, $"A planet has at most {MostMembers} members.");
        }
        foreach (var member in members)
        {
            draft.Change(member);
        }
        var data = PlanetEventData.Members([.. members.Select(ToEvent)]);
        return draft.AddEvent(EventKind.Member, null, actorId, data).Rev;
    }

    private static EventMember ToEvent(StoredMember member) =>
        new(member.UserId, member.Role, member.Status, member.MutedUntil, member.JoinedAt, member.JoinedSeq);
}
