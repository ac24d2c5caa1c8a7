using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Web.Admin;

/// <summary>A planet as it is stored. <c>Epoch</c> is how often it has been activated.</summary>
public sealed record AdminPlanet(
    Snowflake Id,
    PlanetKind Kind,
    Snowflake? TravelId,
    string Name,
    int MemberCount,
    long HeadSeq,
    long HeadRev,
    PlanetSettings Settings,
    DateTimeOffset? ArchivedAt,
    DateTimeOffset CreatedAt,
    long Epoch
)
{
    internal static AdminPlanet From(StoredPlanet planet) =>
        new(
            planet.Id,
            planet.Kind,
            planet.TravelId,
            planet.Name,
            planet.MemberCount,
            planet.HeadSeq,
            planet.HeadRev,
            planet.Settings,
            planet.ArchivedAt,
            planet.CreatedAt,
            planet.Epoch
        );
}
