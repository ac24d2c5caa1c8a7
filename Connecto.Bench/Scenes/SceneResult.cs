using System.Globalization;

namespace Connecto.Bench.Scenes;

/// <summary>What a scenario showed.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Figures">Of its requests.</param>
/// <param name="SlowQueries">Queries that took a second or more in it, and how many milliseconds.</param>
/// <param name="MostPending">Requests at most that were seen to wait for a connection of a pool; null where it is not told.</param>
/// <param name="HitRates">Of caches, by kind, 0 to 1.</param>
internal sealed record SceneResult(
    string Scenario,
    SceneFigures Figures,
    IReadOnlyDictionary<string, double> SlowQueries,
    double? MostPending,
    IReadOnlyDictionary<string, double> HitRates
)
{
    public static IReadOnlyList<string> Header { get; } =
    [
        "scenario",
        "requests",
        "a second",
        "mean ms",
        "p50 / p95 / p99 / longest ms",
        "errors",
        "queries of 1 s or more",
        "waiting for a connection, at most",
        "cache hits",
    ];

    /// <summary>By name, what is compared from run to run.</summary>
    public IReadOnlyDictionary<string, double> Compared =>
        new Dictionary<string, double>
        {
            ["requests a second"] = Figures.PerSecond,
            ["mean ms"] = Figures.Mean,
            ["p50 ms"] = Figures.P50,
            ["p95 ms"] = Figures.P95,
            ["p99 ms"] = Figures.P99,
        };

    public IReadOnlyList<string> Row() =>
        [
            Scenario,
            $"{Figures.Requests}",
            Figure(Figures.PerSecond, "F0"),
            Figure(Figures.Mean),
            $"{Figure(Figures.P50)} / {Figure(Figures.P95)} / {Figure(Figures.P99)} / {Figure(Figures.Longest)}",
            List(Figures.Errors.Select(error => $"{error.Value} {error.Key}")),
            List(SlowQueries.Select(query => $"{query.Key} {Figure(query.Value)}")),
            MostPending is { } pending ? Figure(pending, "F0") : "not told",
            List(HitRates.Select(rate => $"{rate.Key} {Figure(rate.Value, "P0")}")),
        ];

    private static string List(IEnumerable<string> parts) =>
        string.Join(", ", parts) is { Length: > 0 } list ? list : "none";

    private static string Figure(double value, string format = "F1") =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
