using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Planets, and the caller's own coming and going.</summary>
internal static class PlanetsApi
{
    private const int MostMembers = 1_000;

    /// <summary>Six hours.</summary>
    private const int LongestSlowMode = 6 * 60 * 60;

    /// <summary>Thirty days.</summary>
    private const int LongestEditWindow = 30 * 24 * 60 * 60;

    public static void MapPlanetsApi(this IEndpointRouteBuilder api)
    {
        var planets = api.MapGroup("planets").WithTags("planets");
        planets.MapPost("", Create);
        planets.MapPost("direct", Direct);
        planets.MapGet("{id}", Get);
        planets.MapPatch("{id}", Set);
        planets.MapDelete("{id}", Delete);
        planets.MapPost("{id}/join", Join);
        planets.MapPost("{id}/leave", Leave);
        planets.MapGet("{id}/changes", Changes);
    }

    private static async Task<Created<Planet>> Create(
        Caller caller,
        Body<CreateRequest> body,
        PlanetStore planets,
        Notifier notifier,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var name = OneLine.Check(body.Value.Name, "name");
        var members = body.Value.MemberIds ?? [];
        if (members.Length > MostMembers)
        {
            throw ChatException.Invalid("memberIds", $"these are at most {MostMembers}");
        }
        var (made, told) = await planets.FoundAsync(
            PlanetKind.Group,
            travelId: null,
            name,
            caller.UserId,
            members,
            time.GetUtcNow(),
            cancellation
        );
        notifier.Tell(told);
        return TypedResults.Created($"/api/v1/planets/{made.Id}", made.ToPlanet());
    }

    /// <summary>The direct planet of the caller and another user, the same each time.</summary>
    private static async Task<Results<Created<Planet>, Ok<Planet>>> Direct(
        Caller caller,
        Body<DirectRequest> body,
        DirectPlanets planets,
        CancellationToken cancellation
    )
    {
        var userId = body.Value.UserId ?? throw ChatException.Invalid("userId", "this is missing");
        if (userId == caller.UserId)
        {
            throw ChatException.Invalid("userId", "this is somebody else");
        }
        var (planet, isNew) = await planets.OfAsync(caller.UserId, userId, cancellation);
        return isNew
            ? TypedResults.Created($"/api/v1/planets/{planet.Id}", planet.ToPlanet())
            : TypedResults.Ok(planet.ToPlanet());
    }

    private static async Task<NoContent> Delete(PathId id, Caller caller, IGrainFactory grains)
    {
        await grains.Planet(id).Delete(caller.UserId);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Planet>> Get(PathId id, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.Planet(id).Get(caller.UserId));

    private static async Task<Ok<Planet>> Set(PathId id, Caller caller, Body<SetRequest> body, IGrainFactory grains)
    {
        var (name, archived, settings) = body.Value;
        var patch = new PlanetPatch(
            name is null ? null : OneLine.Check(name, "name"),
            archived,
            Seconds(settings?.SlowModeSeconds, "settings.slowModeSeconds", LongestSlowMode),
            Seconds(settings?.EditWindowSeconds, "settings.editWindowSeconds", LongestEditWindow),
            settings?.ReadReceipts,
            settings?.HistoryVisible
        );
        var planet = grains.Planet(id);
        await planet.Set(caller.UserId, patch);
        return TypedResults.Ok(await planet.Get(caller.UserId));
    }

    private static int? Seconds(int? seconds, string field, int most) =>
        seconds is < 0 || seconds > most ? throw ChatException.Invalid(field, $"this is 0 to {most} seconds") : seconds;

    private static async Task<Ok<Planet>> Join(PathId id, Caller caller, IGrainFactory grains)
    {
        var planet = grains.Planet(id);
        await planet.Join(caller.UserId);
        return TypedResults.Ok(await planet.Get(caller.UserId));
    }

    private static async Task<NoContent> Leave(PathId id, Caller caller, IGrainFactory grains)
    {
        await grains.Planet(id).Leave(caller.UserId);
        return TypedResults.NoContent();
    }

    /// <summary>A page of events after <c>sinceRev</c> (0 when it is not there): the REST form of a subscription's start.</summary>
    private static async Task<Ok<Opening>> Changes(PathId id, Caller caller, HttpRequest request, IGrainFactory grains)
    {
        var sinceRev = Query.Number(request, "sinceRev") ?? 0;
        var opening = await grains.Planet(id).Changes(caller.UserId, sinceRev, Query.Limit(request));
        return TypedResults.Ok(opening);
    }

    private sealed record CreateRequest([Required] string? Name, Snowflake[]? MemberIds);

    private sealed record DirectRequest([Required] Snowflake? UserId);

    private sealed record SetRequest(string? Name, bool? Archived, SettingsRequest? Settings);

    private sealed record SettingsRequest(
        int? SlowModeSeconds,
        bool? ReadReceipts,
        bool? HistoryVisible,
        int? EditWindowSeconds
    );
}
