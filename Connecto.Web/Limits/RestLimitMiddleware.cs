using Connecto.Users;
using Connecto.Web.Auth;

namespace Connecto.Web.Limits;

/// <summary>Counts REST calls. Administration is exempt: it works in bulk, and by few.</summary>
internal sealed class RestLimitMiddleware(RequestDelegate next, RestLimit limit)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!IsLimited(context) || Caller.From(context.User) is not { } caller)
        {
            return next(context);
        }
        if (context.GetEndpoint()?.Metadata.GetMetadata<CountedByItem>() is not null)
        {
            return CountRefusalAsync(context, caller);
        }
        limit.Take(caller);
        return next(context);
    }

    /// <summary>A request that is refused as a whole counts as one call: none of its items was counted.</summary>
    private async Task CountRefusalAsync(HttpContext context, Caller caller)
    {
        try
        {
            await next(context);
        }
        catch
        {
            limit.Take(caller);
            throw;
        }
    }

    private static bool IsLimited(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        && !(context.Request.Path.StartsWithSegments("/api/v1/admin") && context.User.IsInRole(Account.AdminRole));
}
