using System.Globalization;

namespace Connecto.Bench.Away;

/// <summary>What a while without PostgreSQL showed.</summary>
/// <param name="SecondsAway">From its stop until it answered again.</param>
/// <param name="AcceptedAgain">Seconds from its return until the first send was accepted.</param>
/// <param name="AllAcceptedAgain">Until one was in every planet.</param>
/// <param name="Flushed">Until no counter waited that had waited before.</param>
/// <param name="MostWaiting">Counters that waited at most.</param>
/// <param name="Dropped">Counters that were given up.</param>
/// <param name="Reopened">Sockets that had to be opened again.</param>
/// <param name="Acknowledged">Sends, over the whole run.</param>
/// <param name="WrongSends">Of them, those that are not stored exactly once as they were promised.</param>
/// <param name="WrongCursors">Cursors that are not where they were moved to.</param>
internal sealed record AwayResult(
    double SecondsAway,
    AwayFigures Sends,
    AwayFigures Moves,
    AwayFigures Fetches,
    double AcceptedAgain,
    double AllAcceptedAgain,
    double Flushed,
    double MostWaiting,
    double Dropped,
    int Reopened,
    long Acknowledged,
    int WrongSends,
    int WrongCursors
)
{
    private const double MostMilliseconds = 1_000;

    public static IReadOnlyList<string> Header { get; } =
    ["while PostgreSQL is away", "accepted", "refused", "ms of a refusal: p50 / p95 / p99", "longest", "asked"];

    public bool Held =>
        Sends.LongestRefusal <= MostMilliseconds && Fetches.Refused == 0 && WrongSends == 0 && WrongCursors == 0;

    public IEnumerable<IReadOnlyList<string>> Rows() =>
        [
            Row("sends", Sends, Figure(MostMilliseconds, "F0")),
            Row("cursor moves", Moves, ""),
            Row("newest pages", Fetches, "none refused"),
        ];

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Away for {SecondsAway:F1} s. After its return sends were accepted again after {AcceptedAgain:F2} s, in every planet after {AllAcceptedAgain:F2} s;
            all counters were written after {Flushed:F2} s, of which {MostWaiting:F0} waited at most and {Dropped:F0} were dropped. {Reopened} sockets were opened again.
            Of {Acknowledged} acknowledged sends {WrongSends} are not stored exactly once, and {WrongCursors} cursors are wrong.
            """
        );

    private static IReadOnlyList<string> Row(string what, AwayFigures figures, string asked) =>
        [
            what,
            $"{figures.Accepted}",
            string.Join(", ", figures.Codes.Select(code => $"{code.Value} {code.Key}")) is { Length: > 0 } codes
                ? codes
                : "none",
            $"{figures.RefusedMilliseconds}",
            Figure(figures.LongestRefusal, "F0"),
            asked,
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
