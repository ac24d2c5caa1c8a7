using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Support;

/// <summary>The routes of the REST interface, as they are mapped.</summary>
internal static class MappedRoutes
{
    private static readonly string[] _parts = ["api/", "health/"];

    /// <summary>Each as its method and path, such as <c>GET /api/v1/me</c>.</summary>
    public static IEnumerable<string> Calls(IServiceProvider services) =>
        Of(services)
            .SelectMany(route =>
                route
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method => $"{method} /{route.RoutePattern.RawText!.Trim('/')}")
            );

    public static IEnumerable<RouteEndpoint> Of(IServiceProvider services) =>
        services
            .GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(route =>
                Array.Exists(
                    _parts,
                    part => route.RoutePattern.RawText!.TrimStart('/').StartsWith(part, StringComparison.Ordinal)
                )
            );
}
