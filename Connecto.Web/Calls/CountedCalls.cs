using System.Diagnostics;

namespace Connecto.Web.Calls;

/// <summary>Counts what requests to a route of the API take, items of a batch by themselves too.</summary>
internal sealed class CountedCalls(RequestDelegate next, CallLog calls)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (
                context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route }
                && context.Request.Path.StartsWithSegments("/api")
            )
            {
                var took = Stopwatch.GetElapsedTime(began);
                calls.Ended(context.Request.Method, route.TrimEnd('/'), took, context.Response.StatusCode);
            }
        }
    }
}
