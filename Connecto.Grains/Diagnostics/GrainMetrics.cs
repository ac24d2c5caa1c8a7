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

    private static readonly Counter<long> _rested = _meter.CreateCounter<long>(
        "connecto.planets.rested",
        "{planet}",
        "Planets that let go of their memory because nobody used them."
    );

    private static readonly Counter<long> _woken = _meter.CreateCounter<long>(
        "connecto.planets.woken",
        "{planet}",
        "Planets that read their memory again."
    );

    public static void Rested() => _rested.Add(1);

    public static void Woken() => _woken.Add(1);

    public static void Audited(int differences)
    {
        _audits.Add(1);
        _differences.Add(differences);
    }
}
