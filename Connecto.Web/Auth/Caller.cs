using System.Security.Claims;
using Connecto.Errors;
using Connecto.Ids;

namespace Connecto.Web.Auth;

/// <summary>
/// Who calls, as his access token says. A handler that takes one needs a token; the hub makes one from its
/// <c>Context.User</c>.
/// </summary>
/// <param name="Unlimited">Rate limits do not apply: a bot or a load test.</param>
public sealed record Caller(Snowflake UserId, Snowflake SessionId, bool Unlimited)
{
    private const string UserClaim = "sub";
    private const string SessionClaim = "sid";
    private const string LimitsClaim = "limits";
    private const string NoLimits = "none";

    /// <summary>The caller of a verified token; null where there is none.</summary>
    public static Caller? From(ClaimsPrincipal? principal) =>
        Snowflake.TryParse(principal?.FindFirstValue(UserClaim), out var userId)
        && Snowflake.TryParse(principal?.FindFirstValue(SessionClaim), out var sessionId)
            ? new Caller(userId, sessionId, principal?.FindFirstValue(LimitsClaim) == NoLimits)
            : null;

    public static ValueTask<Caller> BindAsync(HttpContext context) =>
        ValueTask.FromResult(From(context.User) ?? throw new ChatException(ErrorCode.Unauthenticated));

    internal ClaimsPrincipal ToPrincipal(IEnumerable<string> roles, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, UserClaim, ClaimTypes.Role);
        identity.AddClaim(new Claim(UserClaim, UserId.ToString()));
        identity.AddClaim(new Claim(SessionClaim, SessionId.ToString()));
        identity.AddClaims(roles.Select(role => new Claim(ClaimTypes.Role, role)));
        if (Unlimited)
        {
            identity.AddClaim(new Claim(LimitsClaim, NoLimits));
        }
        return new ClaimsPrincipal(identity);
    }
}
