using System.Globalization;

namespace Connecto.Bench.Search;

/// <summary>Sends as fast as they are answered, with and without the indexer.</summary>
/// <param name="With">Messages a second.</param>
/// <param name="Without">The same without it.</param>
/// <param name="Lag">Seconds that a planet waited to be indexed at most.</param>
/// <param name="LeftBehind">Messages that were to be indexed at the end of the flood.</param>
/// <param name="Left">Those at the end of the one without it.</param>
/// <param name="IsSaid">Whether a search says then that it may miss some.</param>
/// <param name="CatchUp">Messages a second that the indexer caught up with then.</param>
internal sealed record Flood(
    double With,
    double Without,
    double Lag,
    long LeftBehind,
    long Left,
    bool IsSaid,
    double CatchUp
);

/// <summary>What indexing beside sends showed.</summary>
/// <param name="Rate">Messages a second where they are not a flood.</param>
/// <param name="Failed">Sends of these that failed.</param>
/// <param name="With">Cores that were busy with the indexer, of each turn.</param>
/// <param name="Without">Those without it.</param>
/// <param name="Lag">Seconds that a planet waited to be indexed at most, at that rate.</param>
internal sealed record IndexingResult(
    int Rate,
    long Failed,
    FoundResult Found,
    IReadOnlyList<Cores> With,
    IReadOnlyList<Cores> Without,
    double Lag,
    IReadOnlyList<Flood> Floods
)
{
    private const double MostFound = 1_000;
    private const double MostCores = 0.2;
    private const double LeastShare = 0.7;
    private const double LeastCatchUp = 5_000;

    public static IReadOnlyList<string> Header { get; } = ["figure", "measured", "asked"];

    /// <summary>That indexing keeps busy of this process.</summary>
    public double OwnCores =>
        Median.Of(With.Select(cores => cores.Own)) - Median.Of(Without.Select(cores => cores.Own));

    /// <summary>That it keeps busy of PostgreSQL.</summary>
    public double PostgresCores =>
        Median.Of(With.Select(cores => cores.Postgres)) - Median.Of(Without.Select(cores => cores.Postgres));

    public double Cores => OwnCores + PostgresCores;

    /// <summary>Of the flood without the indexer, what it is with it.</summary>
    public double FloodShare => Median.Of(Floods.Select(flood => flood.With / flood.Without));

    public double CatchUp => Median.Of(Floods.Select(flood => flood.CatchUp));

    public bool Held =>
        Failed == 0
        && Found.Most <= MostFound
        && Cores <= MostCores
        && FloodShare >= LeastShare
        && CatchUp >= LeastCatchUp;

    public IEnumerable<IReadOnlyList<string>> Rows() =>
        [
            [
                $"at {Rate}/s, from acknowledged to found, ms: p50 / p95 / most",
                $"{Figure(Found.P50)} / {Figure(Found.P95)} / {Figure(Found.Most)} ({Found.Messages} messages, {Found.Again} looked for again)",
                Figure(MostFound),
            ],
            [
                "cores of indexing: process + PostgreSQL",
                $"{Cores:F2}: {OwnCores:F2} + {PostgresCores:F2}",
                Figure(MostCores, "F1"),
            ],
            ["cores with it, each turn", Each(With), ""],
            ["cores without it, each turn", Each(Without), ""],
            ["a planet waits for the index, s at most", Figure(Lag), ""],
            ["sends that failed", $"{Failed}", "0"],
            [
                "flooded, sends a second: with / without",
                string.Join(", ", Floods.Select(flood => $"{flood.With:F0} / {flood.Without:F0}")),
                "",
            ],
            ["of these", Figure(FloodShare, "P0"), Figure(LeastShare, "P0")],
            [
                "flooded, lag s / messages left behind",
                string.Join(", ", Floods.Select(flood => $"{flood.Lag:F1} / {flood.LeftBehind}")),
                "",
            ],
            [
                "caught up from / a second",
                string.Join(", ", Floods.Select(flood => $"{flood.Left} / {flood.CatchUp:F0}")),
                Figure(LeastCatchUp, "F0"),
            ],
            ["searches said so before that", string.Join(", ", Floods.Select(flood => flood.IsSaid)), ""],
        ];

    private static string Each(IEnumerable<Cores> turns) =>
        string.Join(", ", turns.Select(turn => $"{turn.Own:F2} + {turn.Postgres:F2}"));

    private static string Figure(double value, string format = "F1") =>
        value.ToString(format, CultureInfo.InvariantCulture);
}
