using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Invites;

/// <summary>
/// What came of an attempt to use an invite. <c>Taken</c> tells whether a use was counted; where it was not, the user
/// is a member or banned (<c>Standing</c>), the planet is full, or no use is left.
/// </summary>
public sealed record InviteTaking(
    Snowflake PlanetId,
    Snowflake InvitedBy,
    MemberStatus? Standing,
    bool PlanetIsFull,
    bool Taken
);
