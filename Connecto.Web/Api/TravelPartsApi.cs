using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Travels;
using Connecto.Web.Auth;
using Connecto.Web.Caching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>What a travel holds, for those who take part: its members and its planets.</summary>
internal static class TravelPartsApi
{
    public static void MapTravelPartsApi(this IEndpointRouteBuilder travels)
    {
        travels.MapGet("{id}/members", Members);
        travels.MapGet("{id}/planets", Planets);
        travels.MapPost("{id}/planets", CreatePlanet);
    }

    private static async Task<Ok<Listing<TravelMember>>> Members(
        PathId id,
        Caller caller,
        Page page,
        TravelStore travels,
        CachedTravels lists,
        CancellationToken cancellation
    )
    {
        (await travels.FindAsync(id.Value, caller.UserId, cancellation)).RequireMember();
        return TypedResults.Ok(await lists.MembersAsync(id.Value, page, cancellation));
    }

    private static async Task<Ok<Listing<Planet>>> Planets(
        PathId id,
        Caller caller,
        Page page,
        TravelStore travels,
        PlanetStore planets,
        CancellationToken cancellation
    )
    {
        (await travels.FindAsync(id.Value, caller.UserId, cancellation)).RequireMember();
        var rows = await planets.OfTravelAsync(id.Value, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => row.ToPlanet()));
    }

    private static async Task<Created<Planet>> CreatePlanet(
        PathId id,
        Caller caller,
        Body<CreateRequest> body,
        TravelStore travels,
        PlanetStore planets,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var name = OneLine.Check(body.Value.Name, "name");
        try
        {
            var made = await planets.CreateAsync(
                PlanetKind.Travel,
                id.Value,
                name,
                caller.UserId,
                [],
                time.GetUtcNow(),
                cancellation
            );
            return TypedResults.Created($"/api/v1/planets/{made.Id}", made.ToPlanet());
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            // He takes no part; whether he may know that there is such a travel decides what he is told.
            (await travels.FindAsync(id.Value, caller.UserId, cancellation)).RequireMember();
            throw;
        }
    }

    private sealed record CreateRequest([Required] string? Name);
}
