using System.ComponentModel.DataAnnotations;
using Connecto.Admin;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Admin;

/// <summary>Access tokens that admins make for bots and load tests.</summary>
internal static class AdminTokensApi
{
    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(24);

    public static void MapAdminTokensApi(this IEndpointRouteBuilder admin) => admin.MapPost("tokens", Issue);

    /// <summary>One token for each user, in the order of the request; where one is banned or unknown there is none.</summary>
    private static async Task<Ok<Listing<IssuedToken>>> Issue(
        Caller caller,
        Body<TokenRequest> body,
        HttpContext context,
        Grants grants,
        CancellationToken cancellation
    )
    {
        var (userIds, limits) = body.Value;
        Bulk.CheckCount(userIds?.Length ?? 0, "userIds");
        if (limits is not (null or "none"))
        {
            throw ChatException.Invalid("limits", "this is none, or is not there");
        }
        var detail = new Dictionary<string, object?>
        {
            ["userIds"] = userIds!.Select(id => id.ToString()).ToArray(),
            ["limits"] = limits,
        };
        var users = userIds!.Distinct().ToArray();
        var target = users.Length == 1 ? AuditTarget.User(users[0]) : null;
        var act = new AuditAct(caller.UserId, "tokens.issue", target, detail, ClientAddress.Of(context));
        var tokens = await grants.IssueManyAsync(act, users, _lifetime, limits == "none", context, cancellation);
        return TypedResults.Ok(new Listing<IssuedToken>([.. userIds!.Select(id => new IssuedToken(id, tokens[id]))]));
    }

    private sealed record TokenRequest([Required] Snowflake[]? UserIds, string? Limits);
}

/// <summary>An access token, valid 24 hours.</summary>
public sealed record IssuedToken(Snowflake UserId, string AccessToken);
