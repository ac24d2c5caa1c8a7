using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>Where the caller is logged in.</summary>
internal static class SessionsApi
{
    public static void MapSessionsApi(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("me/sessions").WithTags("me");
        sessions.MapGet("", List);
        sessions.MapDelete("{id}", End);
    }

    private static async Task<Ok<Listing<Session>>> List(
        Caller caller,
        Page page,
        SessionStore sessions,
        CancellationToken cancellation
    )
    {
        var rows = await sessions.ListAsync(caller.UserId, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => Session.From(row, caller.SessionId)));
    }

    private static async Task<NoContent> End(
        PathId id,
        Caller caller,
        SessionStore sessions,
        Grants grants,
        CancellationToken cancellation
    )
    {
        if (!await sessions.EndAsync(caller.UserId, id.Value, cancellation))
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        await grants.SessionsChangedAsync(caller.UserId);
        return TypedResults.NoContent();
    }
}

/// <summary>A log-in on one device. <c>Current</c> is the one that asks.</summary>
public sealed record Session(
    Snowflake Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    string? Address,
    string? Agent,
    bool Current
)
{
    internal static Session From(SessionRow row, Snowflake current) =>
        new(row.Id, row.CreatedAt, row.LastSeenAt, row.Address, row.Agent, row.Id == current);
}
