using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Invites;

/// <summary>
/// What came of an attempt to use an invite. <c>Taken</c> tells whether a use was counted; where it was not, the user
/// is a member or banned (<c>Standing</c>), the planet is full, or no use is left. <c>JoinedTravel</c> is the part in the
/// planet's travel that he got by it; null where he had one, or there is no travel.
/// </summary>
public sealed record InviteTaking(
    Snowflake PlanetId,
    Snowflake InvitedBy,
    MemberStatus? Standing,
    bool PlanetIsFull,
    bool Taken,
    TravelJoining? JoinedTravel
);

/// <summary>A travel, when the user began to take part in it, and how many then did.</summary>
public sealed record TravelJoining(Snowflake TravelId, DateTimeOffset At, int MemberCount);
