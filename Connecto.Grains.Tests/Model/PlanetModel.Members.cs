using Connecto.Errors;
using Connecto.Planets;

namespace Connecto.Tests.Model;

/// <content>Who belongs to the planet, what is set of it, and who watches it.</content>
internal sealed partial class PlanetModel
{
    public long Join(char user)
    {
        switch (Member(user)?.Status)
        {
            case null:
                throw new ChatException(ErrorCode.NotFound);
            case MemberStatus.Banned:
                throw new ChatException(ErrorCode.Banned);
            case MemberStatus.Removed:
                throw new ChatException(ErrorCode.Forbidden);
            case MemberStatus.Active:
                return Rev;
        }
        return AddEvent(Joining(user, Active.Any() ? MemberRole.Member : MemberRole.Owner));
    }

    /// <summary>Without an actor the operator adds them.</summary>
    public long Add(char? actor, string users, MemberRole role)
    {
        if (actor is { } by)
        {
            RequireModerator(by);
        }
        var joining = users
            .Distinct()
            .Where(user => Member(user)?.Status is not (MemberStatus.Active or MemberStatus.Banned))
            .Select(user => Joining(user, role))
            .ToList();
        return joining.Count == 0 ? Rev : AddEvent(joining);
    }

    public long Leave(char user)
    {
        var member = RequireMember(user);
        Require(!IsLastOwner(member) || Active.Count() == 1, ErrorCode.Conflict);
        return AddEvent(Ended(member, MemberStatus.Left));
    }

    /// <summary>A membership that must end: the last owner is followed by who has been there longest in the highest role.</summary>
    public void Withdraw(char user)
    {
        if (Member(user) is not { IsActive: true } member)
        {
            return;
        }
        var heir = IsLastOwner(member)
            ? Active
                .Where(other => other.User != user)
                .OrderByDescending(other => other.Role)
                .ThenBy(other => other.JoinedRev)
                .FirstOrDefault()
            : null;
        var left = Ended(member, MemberStatus.Left);
        AddEvent(heir is null ? [left] : [left, heir with { Role = MemberRole.Owner }]);
    }

    public long Remove(char actor, char user)
    {
        var by = RequireModerator(actor);
        var member = Member(user) is { IsActive: true } found ? found : throw new ChatException(ErrorCode.NotFound);
        Require(by.Role > member.Role, ErrorCode.Forbidden);
        return AddEvent(Ended(member, MemberStatus.Removed));
    }

    public long SetStatus(char actor, char user, MemberStatus status)
    {
        var by = RequireModerator(actor);
        Require(actor != user || status == MemberStatus.Active, ErrorCode.Invalid);
        var before = Member(user);
        if (before?.Status == status)
        {
            return Rev;
        }
        Require(before is null || by.Role > before.Role, ErrorCode.Forbidden);
        Require(before is not null || status != MemberStatus.Removed, ErrorCode.NotFound);
        var member = before is null || status == MemberStatus.Active ? Joining(user, MemberRole.Member) : before;
        return AddEvent(status == MemberStatus.Active ? member : Ended(member, status));
    }

    public long Mute(char actor, char user, bool on)
    {
        var by = RequireModerator(actor);
        Require(actor != user, ErrorCode.Invalid);
        var member = Member(user) ?? throw new ChatException(ErrorCode.NotFound);
        Require(by.Role > member.Role, ErrorCode.Forbidden);
        return member.IsMuted == on ? Rev : AddEvent(member with { IsMuted = on });
    }

    public long SetRole(char actor, char user, MemberRole role)
    {
        Require(RequireMember(actor).Role == MemberRole.Owner, ErrorCode.Forbidden);
        var member = Member(user) ?? throw new ChatException(ErrorCode.NotFound);
        if (member.Role == role)
        {
            return Rev;
        }
        Require(member.IsActive, ErrorCode.Invalid);
        Require(actor == user || member.Role != MemberRole.Owner, ErrorCode.Forbidden);
        Require(!IsLastOwner(member), ErrorCode.Conflict);
        return AddEvent(member with { Role = role });
    }

    public long Set(char actor, PlanetPatch patch)
    {
        RequireModerator(actor);
        var settings = new PlanetSettings(
            patch.SlowModeSeconds ?? Settings.SlowModeSeconds,
            patch.ReadReceipts ?? Settings.ReadReceipts,
            patch.HistoryVisible ?? Settings.HistoryVisible,
            patch.EditWindowSeconds ?? Settings.EditWindowSeconds
        );
        var after = (patch.Name ?? Name, settings, patch.Archived ?? IsArchived);
        if (after == (Name, Settings, IsArchived))
        {
            return Rev;
        }
        (Name, Settings, IsArchived) = after;
        return AddEvent();
    }

    public void Hide(char user, bool hidden)
    {
        if (!hidden)
        {
            _hiding.Remove(user);
        }
        else
        {
            _hiding.Add(user);
        }
    }

    /// <summary>How a device's call of <c>Subscribe</c> ends that gives this rev.</summary>
    public string Subscribe(int client, long? since)
    {
        var device = _clients[client];
        if (Refusal(device.User) is { } refusal)
        {
            _clients[client] = device with { IsOpen = false, Rev = null };
            return $"denied: {refusal.Name()}";
        }
        _clients[client] = device with { IsOpen = true, Rev = Rev };
        var isRecovered = since <= Rev && since >= _members[device.User].JoinedRev && Rev - since <= Opening.MaxEvents;
        return isRecovered ? $"recovered {Rev - since}" : "snapshot";
    }

    /// <summary>The device loses its connection, and keeps what it has.</summary>
    public void Disconnect(int client) =>
        _clients[client] = _clients[client] with { IsOpen = false, Kept = _clients[client].Rev };

    private bool IsLastOwner(ModelMember member) =>
        member is { IsActive: true, Role: MemberRole.Owner }
        && Active.Count(other => other.Role == MemberRole.Owner) == 1;

    private static ModelMember Ended(ModelMember member, MemberStatus status) =>
        member with
        {
            Status = status,
            Role = MemberRole.Member,
        };

    // Coming anew begins at the present head; who was muted still is.
    private ModelMember Joining(char user, MemberRole role) =>
        new(user, role, MemberStatus.Active, Member(user)?.IsMuted == true, HeadSeq, Rev + 1, HeadSeq);
}
