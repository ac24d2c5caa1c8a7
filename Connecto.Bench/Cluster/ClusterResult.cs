using System.Globalization;
using Connecto.Bench.Load;

namespace Connecto.Bench.Cluster;

/// <summary>What one web node and so many silos did with a load.</summary>
/// <param name="Load">Its name.</param>
/// <param name="Silos">How many there were.</param>
/// <param name="PerSecond">Messages acknowledged, hence durable.</param>
/// <param name="Milliseconds">From the call to its answer.</param>
/// <param name="Cpu">Microseconds of all processors for a message.</param>
/// <param name="Failed">Sends that were refused, or deliveries that went missing.</param>
internal sealed record ClusterResult(
    string Load,
    int Silos,
    double PerSecond,
    Latency Milliseconds,
    RoleUsage Cpu,
    long Failed
)
{
    public static IReadOnlyList<string> Header { get; } =
    [
        "load",
        "silos",
        "durable/s",
        "p50 / p95 / p99 ms",
        "CPU µs a message: web, silos, PostgreSQL, Redis",
        "all",
        "failed",
    ];

    /// <summary>Ratios, from round to round, of all CPU time for a message to that of one silo.</summary>
    public static IEnumerable<IReadOnlyList<string>> Ratios(IReadOnlyList<ClusterResult> results) =>
        from result in results
        group result by (result.Load, result.Silos) into several
        let ones = results.Where(one => one.Load == several.Key.Load && one.Silos == 1)
        let ratios = several.Zip(ones, (some, one) => some.Cpu.All / one.Cpu.All).ToList()
        where ratios.Count > 0
        select (IReadOnlyList<string>)
            [
                several.Key.Load,
                $"{several.Key.Silos}",
                string.Join(' ', ratios.Select(ratio => $"{Figure(ratio, "F2")}x")),
                $"{Figure(several.Sum(some => some.Cpu.All) / ones.Sum(one => one.Cpu.All), "F2")}x",
            ];

    public IReadOnlyList<string> Row() =>
        [
            Load,
            $"{Silos}",
            Figure(PerSecond, "N0"),
            $"{Milliseconds}",
            string.Join(", ", new[] { Cpu.Web, Cpu.Silos, Cpu.Postgres, Cpu.Redis }.Select(part => Figure(part, "F0"))),
            Figure(Cpu.All, "F0"),
            $"{Failed}",
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
