using System.Diagnostics.Metrics;

namespace Connecto.Diagnostics;

/// <summary>What grains count. Names follow OpenTelemetry's.</summary>
internal static class GrainMetrics
{
    public const string MeterName = "Connecto.Grains";

    private static readonly Meter _meter = new(MeterName);

    private static readonly Counter<long> _audits = _meter.CreateCounter<long>(
        "connecto.audit.planets",
        "{planet}",
        "Planets whose counters were counted anew."
    );

    private static readonly Counter<long> _differences = _meter.CreateCounter<long>(
        "connecto.audit.differences",
        "{counter}",
        "Counters that an audit found wrong and repaired; 0 is expected."
    );

    public static void Audited(int differences)
    {
        _audits.Add(1);
        _differences.Add(differences);
    }
}
