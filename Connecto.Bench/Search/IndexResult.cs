using System.Globalization;

namespace Connecto.Bench.Search;

/// <summary>What indexing showed.</summary>
/// <param name="CpuMicroseconds">Of this process for a message, without PostgreSQL.</param>
/// <param name="TextBytes">Of all messages.</param>
/// <param name="TableBytes">Of the tables of searches, with what they hold out of line.</param>
/// <param name="IndexBytes">Of the indexes of blocks.</param>
/// <param name="EditBytes">Of the index that finds edits.</param>
internal sealed record IndexResult(
    long Messages,
    double Seconds,
    double CpuMicroseconds,
    long TextBytes,
    long TableBytes,
    long IndexBytes,
    long EditBytes
)
{
    private const double MostTimes = 3;

    public static IReadOnlyList<string> Header { get; } =
    [
        "messages indexed",
        "a second",
        "µs of CPU a message",
        "MiB of texts",
        "of tables + indexes + index of edits",
        "times the texts",
        "at most",
    ];

    public double PerSecond => Messages / Seconds;

    public double Times => (TableBytes + IndexBytes + EditBytes) / (double)TextBytes;

    public bool Held => Times <= MostTimes;

    public IReadOnlyList<string> Row() =>
        [
            $"{Messages}",
            Figure(PerSecond, "F0"),
            Figure(CpuMicroseconds, "F1"),
            Mebibytes(TextBytes),
            $"{Mebibytes(TableBytes)} + {Mebibytes(IndexBytes)} + {Mebibytes(EditBytes)}",
            Figure(Times, "F2"),
            Figure(MostTimes, "F0"),
        ];

    private static string Mebibytes(long bytes) => Figure(bytes / 1048576.0, "F1");

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
