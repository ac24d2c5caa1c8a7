using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Whom the caller has blocked.</summary>
internal static class BlocksApi
{
    public static void MapBlocksApi(this IEndpointRouteBuilder api)
    {
        var blocks = api.MapGroup("me/blocks").WithTags("me");
        blocks.MapGet("", List);
        blocks.MapPut("{userId}", Add);
        blocks.MapDelete("{userId}", Remove);
    }

    private static async Task<Ok<Listing<Block>>> List(
        Caller caller,
        Page page,
        BlockStore blocks,
        CancellationToken cancellation
    )
    {
        var rows = await blocks.ListAsync(caller.UserId, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.UserId, row => row));
    }

    private static async Task<NoContent> Add(
        PathId userId,
        Caller caller,
        BlockStore blocks,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        RequireAnother(userId, caller);
        var planet = await blocks.AddAsync(caller.UserId, userId.Value, cancellation);
        await TellAsync(grains, caller.UserId, userId.Value, planet);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(
        PathId userId,
        Caller caller,
        BlockStore blocks,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        RequireAnother(userId, caller);
        var planet = await blocks.RemoveAsync(caller.UserId, userId.Value, cancellation);
        await TellAsync(grains, caller.UserId, userId.Value, planet);
        return TypedResults.NoContent();
    }

    private static void RequireAnother(PathId userId, Caller caller)
    {
        if (userId.Value == caller.UserId)
        {
            throw ChatException.Invalid("userId", "nobody blocks himself");
        }
    }

    /// <summary>Also where nothing changed: whoever could not be told at the first call is told at the second.</summary>
    private static Task TellAsync(IGrainFactory grains, Snowflake userId, Snowflake otherId, Snowflake? planet) =>
        Task.WhenAll(
            grains.GetGrain<IUserGrain>(userId.Value).BlocksChanged(),
            grains.GetGrain<IUserGrain>(otherId.Value).BlocksChanged(),
            grains.PresenceOf(userId).BlockChanged(userId, otherId),
            grains.PresenceOf(otherId).BlockChanged(otherId, userId),
            planet is { } id ? RefreshAsync(grains.Planet(id), userId) : Task.CompletedTask
        );

    private static async Task RefreshAsync(IPlanetGrain planet, Snowflake userId)
    {
        try
        {
            await planet.Refresh(userId);
        }
        catch (ChatException refusal) when (refusal.Code == ErrorCode.NotFound)
        {
            // It was deleted.
        }
    }
}
