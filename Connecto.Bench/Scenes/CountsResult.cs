using System.Globalization;

namespace Connecto.Bench.Scenes;

/// <summary>Microseconds of a page of 50 with its counts, medians.</summary>
/// <param name="Receipts">Rows that the grouped counts count in.</param>
internal sealed record CountsResult(
    long Receipts,
    double Newest,
    double NewestGrouped,
    double Older,
    double OlderGrouped,
    double OlderGroupedAtOnce
)
{
    public const double NewestAsked = 10;
    public const double OlderAsked = 1.5;

    public static IReadOnlyList<string> Header { get; } =
    [
        "page",
        "from the planet, µs",
        "with grouped counts, µs",
        "times as long",
        "asked",
        "both counts in one round trip, µs",
    ];

    public double NewestTimes => NewestGrouped / Newest;

    public double OlderTimes => OlderGrouped / Older;

    public bool Held => NewestTimes >= NewestAsked && OlderTimes >= OlderAsked;

    public IEnumerable<IReadOnlyList<string>> Rows() =>
        [
            ["newest", Figure(Newest), Figure(NewestGrouped), Times(NewestTimes), Times(NewestAsked), ""],
            [
                "older",
                Figure(Older),
                Figure(OlderGrouped),
                Times(OlderTimes),
                Times(OlderAsked),
                Figure(OlderGroupedAtOnce),
            ],
        ];

    private static string Figure(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
