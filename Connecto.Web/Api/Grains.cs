using Connecto.Ids;
using Connecto.Planets;
using Orleans;

namespace Connecto.Web.Api;

internal static class Grains
{
    /// <summary>The planet that the path names.</summary>
    public static IPlanetGrain Planet(this IGrainFactory grains, PathId id) => grains.Planet(id.Value);

    public static IPlanetGrain Planet(this IGrainFactory grains, Snowflake id) =>
        grains.GetGrain<IPlanetGrain>(id.Value);
}
