using System.Net;
using Connecto.Errors;
using Microsoft.AspNetCore.HttpOverrides;

namespace Connecto.Web.Hosting;

/// <summary>
/// Keeps <c>/metrics</c> from the world. Prometheus asks each process itself; who comes through a proxy finds it only where
/// proxy, server and he are on one machine.
/// </summary>
internal static class MetricsAccess
{
    public static void UseMetricsAccess(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
                context.Request.Path.StartsWithSegments("/metrics") && IsFromElsewhere(context)
                    ? throw new ChatException(ErrorCode.NotFound)
                    : next(context)
        );

    private static bool IsFromElsewhere(HttpContext context)
    {
        var headers = context.Request.Headers;
        // The framework moves a known proxy's address to the second one and takes its word out of the first one.
        return headers.ContainsKey(ForwardedHeadersDefaults.XForwardedForHeaderName)
            || headers.ContainsKey("Forwarded")
            || (
                headers.TryGetValue(ForwardedHeadersDefaults.XOriginalForHeaderName, out var proxy)
                && !(IsLoopback(context.Connection.RemoteIpAddress) && IsLoopback(AddressOf(proxy)))
            );
    }

    private static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address);

    private static IPAddress? AddressOf(string? endpoint) =>
        IPEndPoint.TryParse(endpoint ?? "", out var parsed) ? parsed.Address : null;
}
