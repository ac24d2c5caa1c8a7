using Connecto.Planets;

namespace Connecto.Bench.Data;

/// <summary>How large a planet of a data set is.</summary>
/// <param name="Kind">A travel's planet, with a travel of its own, or a group.</param>
/// <param name="Members">Its active members, 2 or more.</param>
/// <param name="Messages">In it, deleted ones included.</param>
/// <param name="OwnerAlone">Whether only the owner says anything, and nobody else has read any of it.</param>
internal sealed record PlanetPlan(PlanetKind Kind, int Members, int Messages, bool OwnerAlone = false);
