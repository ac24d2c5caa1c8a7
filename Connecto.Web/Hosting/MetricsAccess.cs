using System.Net;
using Connecto.Errors;
using Microsoft.AspNetCore.HttpOverrides;

namespace Connecto.Web.Hosting;

/// <summary>
/// Keeps <c>/metrics</c> from the world. Prometheus asks each process itself; who comes through a known proxy finds it only
/// from the machine of that proxy.
/// </summary>
internal static class MetricsAccess
{
    public static void UseMetricsAccess(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                context.Request.Path.StartsWithSegments("/metrics") && IsForwarded(context)
                    ? throw new ChatException(ErrorCode.NotFound)
                    : next(context)
        );

    // The framework leaves this header where it has taken an address from a proxy.
    private static bool IsForwarded(HttpContext context) =>
        context.Request.Headers.ContainsKey(ForwardedHeadersDefaults.XOriginalForHeaderName)
        && !IPAddress.IsLoopback(context.Connection.RemoteIpAddress ?? IPAddress.None);
}
