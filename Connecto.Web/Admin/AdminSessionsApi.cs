using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Admin;

/// <summary>Where a user is logged in, with the tokens that admins issued in his name.</summary>
internal static class AdminSessionsApi
{
    public static void MapAdminSessionsApi(this IEndpointRouteBuilder admin)
    {
        var sessions = admin.MapGroup("users/{id}/sessions");
        sessions.MapGet("", List);
        sessions.MapDelete("{sessionId}", End);
    }

    private static async Task<Ok<Listing<AdminSession>>> List(
        PathId id,
        Page page,
        SessionStore sessions,
        CancellationToken cancellation
    )
    {
        var rows = await sessions.ListAsync(id.Value, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, AdminSession.From));
    }

    /// <summary>Its sockets close as when the user ends it himself.</summary>
    private static async Task<NoContent> End(
        PathId id,
        PathId sessionId,
        Caller caller,
        HttpContext context,
        SessionStore sessions,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var detail = new Dictionary<string, object?> { ["session"] = sessionId.Value.ToString() };
        var (target, address) = (AuditTarget.User(id.Value), ClientAddress.Of(context));
        var act = new AuditAct(caller.UserId, "session.end", target, detail, address);
        if (!await sessions.ModerateEndAsync(id.Value, sessionId.Value, act, cancellation))
        {
            throw new ChatException(ErrorCode.NotFound);
        }
        await grants.SessionsChangedAsync(id.Value);
        return TypedResults.NoContent();
    }
}

/// <summary>
/// A log-in of a user, or a token that the admin <c>IssuedBy</c> issued in his name; it ends at <c>ExpiresAt</c> unless it is
/// renewed, which an issued one is not.
/// </summary>
public sealed record AdminSession(
    Snowflake Id,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset ExpiresAt,
    string? Address,
    string? Agent,
    Snowflake? IssuedBy
)
{
    internal static AdminSession From(SessionRow row) =>
        new(row.Id, row.CreatedAt, row.LastSeenAt, row.ExpiresAt, row.Address, row.Agent, row.IssuedBy);
}
