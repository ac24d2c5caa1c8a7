using System.Collections.Immutable;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>Who may become or stop being a member, and what it changes. Each answers the rev of its event.</summary>
internal static class MemberChanges
{
    public static long Join(PlanetDraft draft, Snowflake userId, Func<Snowflake, string?> name)
    {
        var member = draft.Member(userId);
        switch (member?.Status)
        {
            case MemberStatus.Active:
                return draft.Row.HeadRev;
            case MemberStatus.Banned:
                throw new ChatException(ErrorCode.Banned);
        }
        var displayName = name(userId) ?? throw new ChatException(ErrorCode.NotFound);
        return Record(draft, userId, [Joining(draft, userId, displayName, MemberRole.Member)]);
    }

    public static long Add(
        PlanetDraft draft,
        Snowflake? actorId,
        ImmutableArray<Snowflake> userIds,
        MemberRole role,
        Func<Snowflake, string?> name
    )
    {
        if (actorId is { } actor && draft.RequireMember(actor).Role < MemberRole.Admin)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only owners and admins may add members.");
        }
        var joining = userIds
            .Distinct()
            .Where(id => draft.Member(id)?.Status is not (MemberStatus.Active or MemberStatus.Banned))
            .Select(id => (Id: id, Name: name(id)))
            .Where(user => user.Name is not null)
            .Select(user => Joining(draft, user.Id, user.Name!, role))
            .ToList();
        return joining.Count == 0 ? draft.Row.HeadRev : Record(draft, actorId ?? default, joining);
    }

    public static long Leave(PlanetDraft draft, Snowflake userId)
    {
        var member = draft.RequireMember(userId);
        return Record(draft, userId, [member with { Status = MemberStatus.Left, Role = MemberRole.Member }]);
    }

    public static long Remove(PlanetDraft draft, Snowflake actorId, Snowflake userId)
    {
        var actor = draft.RequireMember(actorId);
        var member = draft.Member(userId);
        if (member is not { Status: MemberStatus.Active })
        {
            throw new ChatException(ErrorCode.NotFound, "There is no such member.");
        }
        if (actor.Role <= member.Role)
        {
            throw new ChatException(ErrorCode.Forbidden, "Only who has a higher role may remove a member.");
        }
        return Record(draft, actorId, [member with { Status = MemberStatus.Removed, Role = MemberRole.Member }]);
    }

    // Joining anew starts a new membership: at the present head, in both numbers.
    private static StoredMember Joining(PlanetDraft draft, Snowflake userId, string name, MemberRole role) =>
        new(
            userId,
            name,
            role,
            MemberStatus.Active,
            draft.Member(userId)?.MutedUntil,
            draft.At,
            draft.Row.HeadSeq,
            draft.Row.HeadRev + 1,
            draft.Row.HeadSeq
        );

    private static long Record(PlanetDraft draft, Snowflake actorId, IReadOnlyList<StoredMember> members)
    {
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
