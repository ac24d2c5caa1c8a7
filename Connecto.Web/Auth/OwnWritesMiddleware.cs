using Connecto.Storage.Replicas;

namespace Connecto.Web.Auth;

/// <summary>Has callers find in lists what they have changed themselves, wherever these are read.</summary>
internal sealed class OwnWritesMiddleware(RequestDelegate next, RecentWriters writers)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (Caller.From(context.User) is not { } caller)
        {
            await next(context);
            return;
        }
        Reader.Is(caller.UserId);
        try
        {
            await next(context);
        }
        finally
        {
            // Also what failed: some of it may have been done. Nobody has been answered yet.
            if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            {
                writers.Wrote(caller.UserId);
            }
        }
    }
}
