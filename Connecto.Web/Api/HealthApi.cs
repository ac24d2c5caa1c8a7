using Connecto.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Api;

/// <summary>Whether the process lives, and whether it can serve: only when PostgreSQL and the grains answer.</summary>
internal static class HealthApi
{
    public static void MapHealthApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Health("live")));
        routes.MapGet("/health/ready", Ready);
    }

    private static async Task<Ok<Health>> Ready(Readiness readiness, CancellationToken cancellation)
    {
        await readiness.CheckAsync(cancellation);
        return TypedResults.Ok(new Health("ready"));
    }
}
