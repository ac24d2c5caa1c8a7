using Connecto.Errors;
using Connecto.Jobs;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

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
        JobRunner jobs,
        CancellationToken cancellation
    )
    {
        RequireAnother(userId, caller);
        if (await blocks.AddAsync(caller.UserId, userId.Value, cancellation) is { } job)
        {
            await jobs.RunAsync(job);
        }
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> Remove(
        PathId userId,
        Caller caller,
        BlockStore blocks,
        JobRunner jobs,
        CancellationToken cancellation
    )
    {
        RequireAnother(userId, caller);
        if (await blocks.RemoveAsync(caller.UserId, userId.Value, cancellation) is { } job)
        {
            await jobs.RunAsync(job);
        }
        return TypedResults.NoContent();
    }

    private static void RequireAnother(PathId userId, Caller caller)
    {
        if (userId.Value == caller.UserId)
        {
            throw ChatException.Invalid("userId", "nobody blocks himself");
        }
    }
}
