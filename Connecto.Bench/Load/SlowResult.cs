using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>What one member who does not read does to the others of his planet.</summary>
/// <param name="Members">The others.</param>
/// <param name="Without">p99 of a delivery to them without him, in milliseconds, of each round.</param>
/// <param name="With">The same with him, in turn.</param>
/// <param name="Filling">The same of stretches one after the other in which his buffers fill, until he is closed.</param>
/// <param name="SecondsToClose">After which the server has closed him; null where it has not.</param>
/// <param name="BytesGrown">The server's memory (RSS) at its most while he stalled, less that before.</param>
internal sealed record SlowResult(
    int Members,
    IReadOnlyList<double> Without,
    IReadOnlyList<double> With,
    IReadOnlyList<double> Filling,
    double? SecondsToClose,
    long BytesGrown
)
{
    public override string ToString() =>
        $"one stalled reader among {Members}: p99 ms without {Rounds(Without)}, with {Rounds(With)}: {Ratio(With)} of it; "
        + $"while its buffers filled {Rounds(Filling)}: {Ratio(Filling)}; "
        + (SecondsToClose is { } seconds ? $"closed after {Figure(seconds, "F0")} s" : "not closed")
        + $"; the server grew by {Figure(BytesGrown / 1048576.0, "F1")} MiB RSS";

    // Of the medians.
    private string Ratio(IReadOnlyList<double> rounds) => Figure(Median.Of(rounds) / Median.Of(Without), "F2");

    private static string Rounds(IEnumerable<double> rounds) =>
        string.Join(' ', rounds.Select(p99 => Figure(p99, "F1")));

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
