namespace Connecto.Bench.Scenes;

/// <summary>How often caches had what they were asked for.</summary>
internal static class CacheRates
{
    /// <summary>The metrics that count it, by <see cref="Kind"/>.</summary>
    public const string Hits = "connecto_cache_hits_total",
        Misses = "connecto_cache_misses_total",
        Kind = "kind";

    /// <summary>Hits of all lookups between two readings, by kind; kinds that nobody asked for are left out.</summary>
    public static IReadOnlyDictionary<string, double> Between(
        IReadOnlyList<MetricSample> before,
        IReadOnlyList<MetricSample> after
    )
    {
        var kinds = after.Where(IsLookup).Select(KindOf).Distinct();
        return kinds
            .Select(kind => (Kind: kind, Hits: Grown(Hits, kind), Misses: Grown(Misses, kind)))
            .Where(rate => rate.Hits + rate.Misses > 0)
            .ToDictionary(rate => rate.Kind, rate => rate.Hits / (rate.Hits + rate.Misses));

        double Grown(string name, string kind) => Sum(after, name, kind) - Sum(before, name, kind);
    }

    private static double Sum(IEnumerable<MetricSample> samples, string name, string kind) =>
        samples.Where(sample => sample.Name == name && KindOf(sample) == kind).Sum(sample => sample.Value);

    private static bool IsLookup(MetricSample sample) => sample.Name is Hits or Misses;

    private static string KindOf(MetricSample sample) => sample.Labels.GetValueOrDefault(Kind, "");
}
