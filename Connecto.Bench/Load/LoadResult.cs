using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>What a scenario over sockets showed.</summary>
/// <param name="Scenario">Its name.</param>
/// <param name="Seconds">How long it was measured.</param>
/// <param name="SendsPerSecond">Acknowledged, hence durable.</param>
/// <param name="SendMilliseconds">From call to acknowledgement.</param>
/// <param name="DeliveriesPerSecond">Events that members received.</param>
/// <param name="DeliveryMilliseconds">From call to event.</param>
/// <param name="ServerMicroseconds">CPU time of the server for a delivery.</param>
/// <param name="ServerCores">Cores that the server kept busy.</param>
/// <param name="PostgresCores">Cores that PostgreSQL kept busy.</param>
/// <param name="GeneratorCores">Cores that the generator took away.</param>
/// <param name="Failed">Sends that were refused.</param>
/// <param name="FirstFailure">Why the first of them was.</param>
internal sealed record LoadResult(
    string Scenario,
    double Seconds,
    double SendsPerSecond,
    Latency SendMilliseconds,
    double DeliveriesPerSecond,
    Latency DeliveryMilliseconds,
    double ServerMicroseconds,
    double ServerCores,
    double PostgresCores,
    double GeneratorCores,
    long Failed,
    string? FirstFailure
);

/// <summary>Percentiles in milliseconds.</summary>
internal sealed record Latency(double P50, double P95, double P99)
{
    public static Latency Of(LatencyHistogram histogram) =>
        new(histogram.Milliseconds(0.5), histogram.Milliseconds(0.95), histogram.Milliseconds(0.99));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{P50:F1} / {P95:F1} / {P99:F1}");
}
