using System.Diagnostics.Metrics;

namespace Connecto.Diagnostics;

/// <summary>How finely metrics tell durations apart.</summary>
public static class DurationAdvice
{
    /// <summary>From a millisecond to five seconds.</summary>
    public static InstrumentAdvice<double> Seconds { get; } =
        new() { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5] };
}
