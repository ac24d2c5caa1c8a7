namespace Connecto.Bench;

/// <summary>The middle of figures: of an even number of them the mean of the middle two.</summary>
internal static class Median
{
    /// <summary>Of figures in any order.</summary>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static double Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToList();
        return sorted.Count == 0
            ? throw new InvalidOperationException("Of no figures there is no median.")
            : (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
