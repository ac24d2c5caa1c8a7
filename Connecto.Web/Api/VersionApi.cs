using Connecto.Diagnostics;

namespace Connecto.Web.Api;

/// <summary>Which build answers, and which version of the hub's protocol it speaks.</summary>
internal static class VersionApi
{
    private static readonly ServerVersion _version = new("Connecto", Build.Version, Hub: 1);

    public static void MapVersionApi(this IEndpointRouteBuilder api) =>
        api.MapGet("version", () => TypedResults.Ok(_version)).AllowAnonymous();
}

/// <summary>The answer of <c>GET /api/v1/version</c>.</summary>
public sealed record ServerVersion(string Product, string Version, int Hub);
