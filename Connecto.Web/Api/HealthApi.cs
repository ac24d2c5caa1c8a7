using Connecto.Diagnostics;
using Connecto.Errors;
using Connecto.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Whether the process lives, and whether it can serve: only when PostgreSQL and the grains answer.</summary>
internal static class HealthApi
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    public static void MapHealthApi(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Ok(new Health("live")));
        routes.MapGet("/health/ready", Ready);
    }

    private static async Task<Ok<Health>> Ready(
        Databases databases,
        IGrainFactory grains,
        TimeProvider time,
        IHostApplicationLifetime lifetime,
        CancellationToken cancellation
    )
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            throw new ChatException(ErrorCode.Unavailable, "This server is stopping.");
        }
        await Answers("PostgreSQL", PingAsync(databases, cancellation), time, cancellation);
        await Answers("The grains", grains.GetGrain<IPulseGrain>(0).Beat(), time, cancellation);
        return TypedResults.Ok(new Health("ready"));
    }

    private static async Task Answers(string who, Task answer, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            await answer.WaitAsync(_patience, time, cancellation);
        }
        catch (Exception) when (!cancellation.IsCancellationRequested)
        {
            throw new ChatException(ErrorCode.Unavailable, $"{who} cannot be reached.");
        }
    }

    private static async Task PingAsync(Databases databases, CancellationToken cancellation)
    {
        await using var command = databases.Primary.CreateCommand("SELECT 1");
        command.CommandTimeout = (int)_patience.TotalSeconds;
        await command.ExecuteScalarAsync(cancellation);
    }
}
