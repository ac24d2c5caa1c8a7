using Connecto.Admin;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>Planets as admins find them, look into them and end their activations.</summary>
internal static class AdminPlanetsApi
{
    public static void MapAdminPlanetsApi(this IEndpointRouteBuilder admin)
    {
        var planets = admin.MapGroup("planets");
        planets.MapGet("", List);
        planets.MapGet("{id}", Inspect);
        planets.MapPost("{id}/deactivate", Deactivate);
    }

    private static async Task<Ok<Listing<AdminPlanet>>> List(
        Page page,
        HttpRequest request,
        PlanetDirectory planets,
        CancellationToken cancellation
    )
    {
        var rows = await planets.ListAsync(Query.Words(request), page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, AdminPlanet.From));
    }

    /// <summary>The hot state; a planet that is not active is activated by it.</summary>
    private static async Task<Ok<PlanetInspection>> Inspect(PathId id, IGrainFactory grains)
    {
        var planet = await grains.Planet(id).Inspect();
        var connections = await grains.GetGrain<IClusterGrain>(0).Subscribers(id.Value);
        var links = planet.Subscribers.Links.Select(link =>
            link with
            {
                Connections = connections.TryGetValue(link.Node, out var count) ? count : null,
            }
        );
        return TypedResults.Ok(planet with { Subscribers = planet.Subscribers with { Links = [.. links] } });
    }

    private static async Task<NoContent> Deactivate(
        PathId id,
        Caller caller,
        HttpContext context,
        IGrainFactory grains,
        AuditLog audit
    )
    {
        var (target, address) = (AuditTarget.Planet(id.Value), ClientAddress.Of(context));
        var nothing = new Dictionary<string, object?>();
        await audit.WriteAsync(new AuditAct(caller.UserId, "planet.deactivate", target, nothing, address));
        await grains.Planet(id).Deactivate();
        return TypedResults.NoContent();
    }
}
