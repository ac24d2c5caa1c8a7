namespace Connecto.Bench.Scenes;

/// <summary>How often caches had what they were asked for.</summary>
internal static class CacheRates
{
    /// <summary>The metric that counts it, by <see cref="Kind"/> and by whether it was a <see cref="Hit"/>.</summary>
    public const string Reads = "connecto_cache_reads_total",
        Kind = "kind",
        Hit = "hit";

    /// <summary>Hits of all lookups between two readings, by kind; kinds that nobody asked for are left out.</summary>
    public static IReadOnlyDictionary<string, double> Between(
        IReadOnlyList<MetricSample> before,
        IReadOnlyList<MetricSample> after
    )
    {
        var kinds = after.Where(sample => sample.Name == Reads).Select(KindOf).Distinct();
        return kinds
            .Select(kind => (Kind: kind, Hits: Grown("true", kind), Misses: Grown("false", kind)))
            .Where(rate => rate.Hits + rate.Misses > 0)
            .ToDictionary(rate => rate.Kind, rate => rate.Hits / (rate.Hits + rate.Misses));

        double Grown(string hit, string kind) => Sum(after, hit, kind) - Sum(before, hit, kind);
    }

    private static double Sum(IEnumerable<MetricSample> samples, string hit, string kind) =>
        samples
            .Where(sample =>
                sample.Name == Reads && sample.Labels.GetValueOrDefault(Hit) == hit && KindOf(sample) == kind
            )
            .Sum(sample => sample.Value);

    private static string KindOf(MetricSample sample) => sample.Labels.GetValueOrDefault(Kind, "");
}
