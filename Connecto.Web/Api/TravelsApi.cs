using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Travels;
using Connecto.Web.Auth;
using Connecto.Web.Caching;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>Travels, and the caller's own coming and going. A private travel is known to those who take part.</summary>
internal static class TravelsApi
{
    public static void MapTravelsApi(this IEndpointRouteBuilder api)
    {
        var travels = api.MapGroup("travels").WithTags("travels");
        travels.MapPost("", Create);
        travels.MapGet("", Search);
        travels.MapGet("popular", Popular);
        travels.MapGet("{id}", Get);
        travels.MapPatch("{id}", Set);
        travels.MapDelete("{id}", Delete);
        travels.MapPost("{id}/join", Join);
        travels.MapPost("{id}/leave", Leave);
        travels.MapTravelPartsApi();
    }

    private static async Task<Created<Travel>> Create(
        Caller caller,
        Body<CreateRequest> body,
        TravelStore travels,
        CancellationToken cancellation
    )
    {
        var (title, visibility, startsOn, endsOn) = body.Value;
        var travel = new NewTravel(
            OneLine.Check(title, "title"),
            visibility ?? throw ChatException.Invalid("visibility", "this is public or private"),
            startsOn,
            endsOn < startsOn ? throw ChatException.Invalid("endsOn", TravelPatch.WrongEnd) : endsOn
        );
        var made = await travels.CreateAsync(travel, caller.UserId, cancellation);
        return TypedResults.Created($"/api/v1/travels/{made.Id}", made);
    }

    /// <summary>Newest first; with <c>q</c> those in whose title each of its words begins a word.</summary>
    private static async Task<Ok<Listing<Travel>>> Search(
        Caller caller,
        Page page,
        HttpRequest request,
        TravelLists lists,
        CancellationToken cancellation
    )
    {
        var words = Query.Words(request);
        var rows = await lists.SearchAsync(caller.UserId, words, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, travel => travel.Id, travel => travel));
    }

    private static async Task<Ok<Listing<Travel>>> Popular(
        PopularPage page,
        CachedTravels travels,
        CancellationToken cancellation
    ) => TypedResults.Ok(await travels.PopularAsync(page, cancellation));

    private static async Task<Ok<Travel>> Get(
        PathId id,
        Caller caller,
        TravelStore travels,
        CancellationToken cancellation
    ) => TypedResults.Ok((await travels.FindAsync(id.Value, caller.UserId, cancellation)).Travel);

    private static async Task<Ok<Travel>> Set(
        PathId id,
        Caller caller,
        Body<SetRequest> body,
        TravelStore travels,
        CancellationToken cancellation
    )
    {
        var (title, visibility, startsOn, endsOn, ownerId) = body.Value;
        var patch = new TravelPatch(
            title is null ? null : OneLine.Check(title, "title"),
            visibility,
            startsOn,
            endsOn,
            ownerId
        );
        return TypedResults.Ok(await travels.SetAsync(id.Value, caller.UserId, patch, cancellation));
    }

    /// <summary>It is deleted by then; planets that could not be closed yet are closed later.</summary>
    private static async Task<NoContent> Delete(
        PathId id,
        Caller caller,
        TravelStore travels,
        JobRunner runner,
        CancellationToken cancellation
    )
    {
        await runner.RunAsync(await travels.DeleteAsync(id.Value, caller.UserId, cancellation));
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Travel>> Join(
        PathId id,
        Caller caller,
        TravelStore travels,
        CancellationToken cancellation
    ) => TypedResults.Ok(await travels.JoinAsync(id.Value, caller.UserId, cancellation));

    /// <summary>He has left by then; planets that could not be left yet are left later.</summary>
    private static async Task<NoContent> Leave(
        PathId id,
        Caller caller,
        TravelStore travels,
        JobRunner runner,
        CancellationToken cancellation
    )
    {
        await runner.RunAsync(await travels.LeaveAsync(id.Value, caller.UserId, cancellation));
        return TypedResults.NoContent();
    }

    private sealed record CreateRequest(
        [Required] string? Title,
        [Required] TravelVisibility? Visibility,
        DateOnly? StartsOn,
        DateOnly? EndsOn
    );

    private sealed record SetRequest(
        string? Title,
        TravelVisibility? Visibility,
        DateOnly? StartsOn,
        DateOnly? EndsOn,
        Snowflake? OwnerId
    );
}
