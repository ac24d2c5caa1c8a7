using System.Globalization;

namespace Connecto.Bench.Scenes;

/// <summary>What moving cursors showed.</summary>
/// <param name="PerSecond">Moves that were accepted a second.</param>
/// <param name="Refused">Moves that were not.</param>
/// <param name="Rows">Rows of <c>planet_members</c> that were written.</param>
/// <param name="Flushes">Times that counters were written.</param>
/// <param name="FlushMedian">Milliseconds of such a time.</param>
/// <param name="MostWaiting">Counters that waited at most.</param>
/// <param name="Dropped">Counters that were given up.</param>
/// <param name="FlushedAfter">Milliseconds from the last move until nothing waited.</param>
/// <param name="Wrong">Cursors that are stored elsewhere than where they were moved to.</param>
/// <param name="CpuMicroseconds">Of this process, driver and grains together, for a move.</param>
internal sealed record CursorsResult(
    long Accepted,
    double PerSecond,
    long Refused,
    long Rows,
    int Flushes,
    double FlushMedian,
    double FlushMost,
    int MostWaiting,
    long Dropped,
    double FlushedAfter,
    long Wrong,
    double CpuMicroseconds
)
{
    private const double MostRows = 0.05;

    public static IReadOnlyList<string> Header { get; } =
    [
        "moves a second",
        "asked",
        "refused",
        "rows written, of moves",
        "flushes, ms: median / most",
        "waiting / dropped, at most",
        "all written after ms",
        "stored wrong",
        "µs of CPU a move",
    ];

    public double RowShare => (double)Rows / Math.Max(1, Accepted);

    public bool Held(double asked) =>
        PerSecond >= asked && Refused == 0 && Wrong == 0 && Dropped == 0 && RowShare <= MostRows;

    public IReadOnlyList<string> Row(double asked) =>
        [
            Figure(PerSecond, "F0"),
            Figure(asked, "F0"),
            $"{Refused}",
            $"{Rows}, {Figure(RowShare, "P1")} (at most {Figure(MostRows, "P0")})",
            $"{Flushes}, {Figure(FlushMedian, "F0")} / {Figure(FlushMost, "F0")}",
            $"{MostWaiting} / {Dropped}",
            Figure(FlushedAfter, "F0"),
            $"{Wrong}",
            Figure(CpuMicroseconds, "F1"),
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
