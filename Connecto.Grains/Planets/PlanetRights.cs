using Connecto.Errors;
using Connecto.Storage;

namespace Connecto.Planets;

/// <summary>What not every member may do.</summary>
internal enum PlanetRight
{
    AddMembers,

    /// <summary>Make, see and revoke invites.</summary>
    Invite,

    /// <summary>Remove, ban, mute, and lift it again: of members with a lower role than one's own.</summary>
    ModerateMembers,
    ChangeRoles,
    ChangePlanet,
    DeletePlanet,
    DeleteOthersMessages,
    Pin,

    /// <summary>Mention all members at once.</summary>
    MentionAll,

    /// <summary>See the texts that edited messages had before.</summary>
    ReadVersions,

    /// <summary>Send as often as one likes in a planet with slow mode.</summary>
    SendWithoutPause,
}

/// <summary>The one table of who may do what in a planet; docs/permissions.md is its twin for people.</summary>
internal static class PlanetRights
{
    /// <summary>The lowest role that has the right.</summary>
    public static MemberRole LowestRole(PlanetRight right) =>
        right switch
        {
            PlanetRight.AddMembers => MemberRole.Admin,
            PlanetRight.Invite => MemberRole.Admin,
            PlanetRight.ModerateMembers => MemberRole.Admin,
            PlanetRight.ChangeRoles => MemberRole.Owner,
            PlanetRight.ChangePlanet => MemberRole.Admin,
            PlanetRight.DeletePlanet => MemberRole.Owner,
            PlanetRight.DeleteOthersMessages => MemberRole.Admin,
            PlanetRight.Pin => MemberRole.Admin,
            PlanetRight.MentionAll => MemberRole.Admin,
            PlanetRight.ReadVersions => MemberRole.Admin,
            PlanetRight.SendWithoutPause => MemberRole.Admin,
            _ => throw new ArgumentOutOfRangeException(nameof(right)),
        };

    public static bool May(this StoredMember member, PlanetRight right) => member.Role >= LowestRole(right);

    /// <exception cref="ChatException"><see cref="ErrorCode.Forbidden"/>: the member's role is too low.</exception>
    public static void Require(this StoredMember member, PlanetRight right)
    {
        if (!member.May(right))
        {
            var lowest = LowestRole(right) == MemberRole.Owner ? "an owner" : "an admin or an owner";
            throw new ChatException(ErrorCode.Forbidden, $"Only {lowest} may do this.");
        }
    }
}
