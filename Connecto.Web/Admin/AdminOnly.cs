using Connecto.Errors;
using Connecto.Users;
using Connecto.Web.Auth;

namespace Connecto.Web.Admin;

/// <summary>
/// Lets only admins pass. It asks PostgreSQL, not the token: a role that was taken away is gone at once, and admins
/// call seldom.
/// </summary>
internal sealed class AdminOnly(AccountStore accounts) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var caller = Caller.From(context.HttpContext.User) ?? throw new ChatException(ErrorCode.Unauthenticated);
        var known = await accounts.CredentialsAsync(caller.UserId, context.HttpContext.RequestAborted);
        return known?.Roles.Contains(Account.AdminRole) == true
            ? await next(context)
            : throw new ChatException(ErrorCode.Forbidden);
    }
}
