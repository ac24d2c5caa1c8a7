using System.Globalization;

namespace Connecto.Bench.Cluster;

/// <param name="ShareAfter">Seconds until the third silo had its share; null if it never had.</param>
/// <param name="Moved">Activations that ended and came up elsewhere.</param>
/// <param name="NotAttached">Attachments to planets that moved, which failed and were tried again.</param>
/// <param name="Milliseconds">Of each message, in order of size, with what was tried again.</param>
/// <param name="Failures">Calls with messages that failed and were made again.</param>
/// <param name="Lost">Messages that were given up.</param>
/// <param name="Away">Milliseconds for which each planet that moved was away, in order of size.</param>
internal sealed record SpreadResult(
    int Planets,
    double? ShareAfter,
    int Moved,
    int NotAttached,
    double[] Milliseconds,
    int Failures,
    int Lost,
    double[] Away
)
{
    public void Print()
    {
        Report.Table(
            [
                "planets",
                "the third silo has its share after",
                "moved",
                "ms away: p50 / p99 / most",
                "attached again in vain",
            ],
            [
                [
                    $"{Planets}",
                    ShareAfter is { } seconds ? $"{Figure(seconds)} s" : "never",
                    $"{Moved}",
                    Spread(Away),
                    $"{NotAttached}",
                ],
            ]
        );
        Report.Table(
            ["messages", "ms each: p50 / p99 / most", "calls that failed and were made again", "given up"],
            [
                [$"{Milliseconds.Length}", Spread(Milliseconds), $"{Failures}", $"{Lost}"],
            ]
        );
    }

    private static string Spread(double[] sorted) =>
        sorted.Length == 0
            ? "-"
            : $"{Figure(Median.Of(sorted))} / {Figure(sorted[sorted.Length * 99 / 100])} / {Figure(sorted[^1])}";

    private static string Figure(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
