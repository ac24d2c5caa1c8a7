using System.Collections.Immutable;
using Connecto.Admin;
using Connecto.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>What calls of the API and the hub took lately, and how many of them failed.</summary>
internal static class AdminCallsApi
{
    public static void MapAdminCallsApi(this IEndpointRouteBuilder admin) =>
        admin.MapGet("calls", Calls).WithMetadata(new ToldWithoutDatabase());

    private static async Task<Ok<CallsAnswer>> Calls(IGrainFactory grains)
    {
        var calls = (await grains.GetGrain<IClusterGrain>(0).Calls())
            .GroupBy(call => call.Name)
            .Select(same => same.Aggregate((one, another) => one.With(another)))
            .OrderByDescending(call => call.Times.Microseconds)
            .ToList();
        var all = calls.Aggregate(new CallTimes("all", 0, Durations.None), (sum, call) => sum.With(call));
        return TypedResults.Ok(
            new CallsAnswer((int)ClusterReports.Lately.TotalSeconds, Figures(all), [.. calls.Select(Figures)])
        );
    }

    private static CallFigures Figures(CallTimes call) =>
        new(
            call.Name,
            call.Times.Count,
            call.Times.Failures,
            call.Refused,
            Math.Round(call.Times.Mean, 3),
            Math.Round(call.Times.Percentile(0.5), 3),
            Math.Round(call.Times.Percentile(0.95), 3),
            Math.Round(call.Times.Percentile(0.99), 3),
            call.Times.Longest / 1000.0
        );
}

/// <summary>
/// All calls together and each by itself, those first that took the most time in all: of the last <c>WithinSeconds</c>, at
/// least of the last half of them.
/// </summary>
public sealed record CallsAnswer(int WithinSeconds, CallFigures All, ImmutableArray<CallFigures> Calls);

/// <summary>
/// A call by its method and route, or by the hub's method. <c>Failures</c> failed on our side, <c>Refused</c> for what their
/// callers asked; times in milliseconds until the answer was made, percentiles within 10 %.
/// </summary>
public sealed record CallFigures(
    string Name,
    long Count,
    long Failures,
    long Refused,
    double MeanMs,
    double MedianMs,
    double P95Ms,
    double P99Ms,
    double LongestMs
);
