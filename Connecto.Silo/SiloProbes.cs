using Connecto.Diagnostics;
using Connecto.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Connecto.Silo;

/// <summary>What a silo answers over HTTP: whether it lives, and whether it can serve.</summary>
internal static class SiloProbes
{
    public static void MapSiloProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new { status = "live" }));
        routes.MapGet("/health/ready", Ready);
    }

    private static async Task<IResult> Ready(Readiness readiness, CancellationToken cancellation)
    {
        try
        {
            await readiness.CheckAsync(cancellation);
            return TypedResults.Ok(new { status = "ready" });
        }
        catch (ChatException refusal)
        {
            return TypedResults.Problem(refusal.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
