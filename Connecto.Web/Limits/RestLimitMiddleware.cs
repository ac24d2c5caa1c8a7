using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.Extensions.Options;

namespace Connecto.Web.Limits;

/// <summary>How many REST calls a user makes in a minute. Administration is exempt: it works in bulk, and by few.</summary>
internal sealed class RestLimitMiddleware(RequestDelegate next, IOptions<RateLimits> limits, TimeProvider time)
    : IDisposable
{
    private readonly Limit<Snowflake> _calls = new(limits.Value.RestPerMinute, TimeSpan.FromMinutes(1), time);

    public Task InvokeAsync(HttpContext context)
    {
        if (IsLimited(context) && Caller.From(context.User) is { Unlimited: false } caller)
        {
            _calls.Take(caller.UserId);
        }
        return next(context);
    }

    private static bool IsLimited(HttpContext context) =>
        context.Request.Path.StartsWithSegments("/api")
        && !(context.Request.Path.StartsWithSegments("/api/v1/admin") && context.User.IsInRole(Account.AdminRole));

    public void Dispose() => _calls.Dispose();
}
