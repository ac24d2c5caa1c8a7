using System.Globalization;

namespace Connecto.Bench.Search;

/// <summary>A query and what it took.</summary>
/// <param name="Found">Messages, 1,000 at most.</param>
/// <param name="Milliseconds">Of each page of it.</param>
/// <param name="Like">Milliseconds of the query that it replaces; null where there was no time for it.</param>
internal sealed record TimedQuery(
    string Kind,
    string Text,
    int Found,
    IReadOnlyList<double> Milliseconds,
    double? Like
);

/// <summary>Whether what is found is what <c>ILIKE</c> finds, spaces aside.</summary>
internal sealed record Comparison(int Queries, long Messages, IReadOnlyList<string> Different);

/// <summary>What searches showed; all times are milliseconds.</summary>
/// <param name="LikeByKey">Of the query that is replaced where the key of messages helps it.</param>
/// <param name="Finding">Of searches without the planets that show their results.</param>
/// <param name="Frequent">Of pages of the term that a fifth of all messages have.</param>
internal sealed record QueryResult(
    IReadOnlyList<TimedQuery> Queries,
    IReadOnlyList<double> LikeByKey,
    IReadOnlyList<double> Finding,
    IReadOnlyList<double> Frequent,
    Comparison Comparison
)
{
    private const double LeastTimes = 100;
    private const double MostP95 = 50;
    private const double MostFrequent = 200;

    public static IReadOnlyList<string> Header { get; } = ["queries", "figure", "measured", "asked"];

    public static IReadOnlyList<string> KindHeader { get; } =
    ["kind", "queries", "found, median", "ms: median / most", "ILIKE ms", "times"];

    public IReadOnlyList<double> Pages => [.. Queries.SelectMany(query => query.Milliseconds)];

    /// <summary>Median of queries, each against the same one by <c>ILIKE</c>.</summary>
    public double Times => Median.Of(Compared.Select(query => query.Like!.Value / Median.Of(query.Milliseconds)));

    public double P95 => Percentile(Pages, 0.95);

    public bool Held =>
        Times >= LeastTimes && P95 <= MostP95 && Frequent.Max() <= MostFrequent && Comparison.Different.Count == 0;

    private IReadOnlyList<TimedQuery> Compared => [.. Queries.Where(query => query.Like is not null)];

    public IEnumerable<IReadOnlyList<string>> Rows() =>
        [
            [$"{Pages.Count}", "a page of 20, ms: p50 / p95 / most", Spread(Pages), $"p95 {MostP95}"],
            [$"{Finding.Count}", "of these finding, ms: p50 / p95 / most", Spread(Finding), ""],
            [
                $"{Compared.Count}",
                "ILIKE over the whole table, ms",
                Spread([.. Compared.Select(query => query.Like!.Value)]),
                "",
            ],
            [$"{LikeByKey.Count}", "ILIKE by the key of messages, ms", Spread(LikeByKey), ""],
            [$"{Compared.Count}", "times as fast, median", Figure(Times), $"{LeastTimes}"],
            [$"{Frequent.Count}", "a term of 20 % of messages, ms", Spread(Frequent), $"{MostFrequent}"],
            [
                $"{Comparison.Queries}",
                $"of Hangul, otherwise than ILIKE ({Comparison.Messages} messages)",
                $"{Comparison.Different.Count}",
                "0",
            ],
        ];

    public IEnumerable<IReadOnlyList<string>> KindRows() =>
        Queries
            .GroupBy(query => query.Kind)
            .Select(kind =>
                (IReadOnlyList<string>)
                    [
                        kind.Key,
                        $"{kind.Count()}",
                        Figure(Median.Of(kind.Select(query => (double)query.Found))),
                        $"{Figure(Median.Of(kind.SelectMany(query => query.Milliseconds)))} / {Figure(kind.Max(query => query.Milliseconds.Max()))}",
                        MedianOf(kind.Select(query => query.Like)),
                        MedianOf(kind.Select(query => query.Like / Median.Of(query.Milliseconds))),
                    ]
            );

    private static string MedianOf(IEnumerable<double?> figures) =>
        figures.OfType<double>().ToList() is { Count: > 0 } some ? Figure(Median.Of(some)) : "";

    private static string Spread(IReadOnlyList<double> figures) =>
        figures.Count == 0
            ? ""
            : $"{Figure(Median.Of(figures))} / {Figure(Percentile(figures, 0.95))} / {Figure(figures.Max())}";

    private static double Percentile(IReadOnlyList<double> figures, double share) =>
        figures.Order().ElementAt((int)Math.Ceiling(share * figures.Count) - 1);

    private static string Figure(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
