using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>What the caller was told and has not read.</summary>
internal static class NotificationsApi
{
    private const int MostAtOnce = 500;

    public static void MapNotificationsApi(this IEndpointRouteBuilder api)
    {
        var notifications = api.MapGroup("me/notifications").WithTags("me");
        notifications.MapGet("", List);
        notifications.MapPost("read", Read);
    }

    private static async Task<Ok<Listing<Notification>>> List(
        Caller caller,
        Page page,
        NotificationStore notifications,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        var recent = await grains.GetGrain<IUserGrain>(caller.UserId.Value).RecentCursors();
        var rows = await notifications.ListAsync(caller.UserId, recent, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => row));
    }

    /// <summary>Forgets those that are named, those up to one, or all. One that is not there is passed over.</summary>
    private static async Task<NoContent> Read(
        Caller caller,
        Body<ReadRequest> body,
        NotificationStore notifications,
        CancellationToken cancellation
    )
    {
        var (ids, through) = body.Value;
        if (ids is not null && through is not null)
        {
            throw ChatException.Invalid("through", "this stands without ids");
        }
        if (ids?.Length > MostAtOnce)
        {
            throw ChatException.Invalid("ids", $"at most {MostAtOnce}");
        }
        await notifications.ReadAsync(caller.UserId, ids, through, cancellation);
        return TypedResults.NoContent();
    }

    private sealed record ReadRequest(Snowflake[]? Ids, Snowflake? Through);
}
