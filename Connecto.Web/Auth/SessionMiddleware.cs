using System.Security.Claims;

namespace Connecto.Web.Auth;

/// <summary>Makes a caller whose session is over one who is not logged in.</summary>
internal sealed class SessionMiddleware(RequestDelegate next, SessionGate gate)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Caller.From(context.User) is { } caller && !await gate.LivesAsync(caller))
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity());
        }
        await next(context);
    }
}
