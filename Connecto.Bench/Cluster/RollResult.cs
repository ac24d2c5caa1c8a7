using System.Globalization;

namespace Connecto.Bench.Cluster;

/// <summary>What callers noticed while nothing else happened, or while a cluster was rolled.</summary>
/// <param name="During">What happened.</param>
/// <param name="Calls">Calls that were answered, each counted once.</param>
/// <param name="CalledAgain">Attempts that were made again, by cause.</param>
/// <param name="Failed">Calls that were refused for good, or given up.</param>
/// <param name="Lost">Acknowledged messages that are not there.</param>
/// <param name="P50">Milliseconds from a call's first attempt to its answer.</param>
internal sealed record RollResult(
    string During,
    double Seconds,
    long Calls,
    IReadOnlyDictionary<string, int> CalledAgain,
    int Failed,
    int Lost,
    double P50,
    double P99,
    double Longest
)
{
    public static IReadOnlyList<string> Header { get; } =
    ["during", "s", "calls", "called again", "failed", "lost", "p50 / p99 / longest ms"];

    public IReadOnlyList<string> Row() =>
        [
            During,
            Figure(Seconds, "F0"),
            $"{Calls}",
            CalledAgain.Count == 0 ? "0" : string.Join(", ", CalledAgain.Select(one => $"{one.Value} {one.Key}")),
            $"{Failed}",
            $"{Lost}",
            $"{Figure(P50, "F1")} / {Figure(P99, "F1")} / {Figure(Longest, "F1")}",
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
