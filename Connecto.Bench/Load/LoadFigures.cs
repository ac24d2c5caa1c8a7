using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>All that a run measured, and where.</summary>
internal sealed record LoadFigures(
    Machine Machine,
    Durability Durability,
    List<LoadResult> Sockets,
    List<GrainResult> Grains,
    IdleResult? Idle
)
{
    public bool Failed => Sockets.Any(result => result.Failed > 0) || Grains.Any(result => result.Failed > 0);

    /// <summary>Prints a table of each kind that was measured.</summary>
    public void Print()
    {
        if (Sockets.Count > 0)
        {
            Report.Table(
                [
                    "over sockets",
                    "durable sends/s",
                    "p50 / p95 / p99 ms",
                    "deliveries/s",
                    "p50 / p95 / p99 ms",
                    "server CPU µs/delivery",
                    "cores: server, PostgreSQL, generator",
                    "failed",
                ],
                Sockets.Select(Row)
            );
        }

        if (Grains.Count > 0)
        {
            Report.Table(
                ["into grains", "under way", "calls/s", "p50 / p95 / p99 ms", "CPU µs/call", "failed"],
                Grains.Select(Row)
            );
        }

        if (Idle is { } idle)
        {
            Console.WriteLine(
                $"{idle.Connections} idle connections: {Figure(idle.BytesPerConnection / 1024, "F1")} KiB each ({idle.BytesBefore >> 20} to {idle.BytesAfter >> 20} MiB RSS, {idle.Gc})"
            );
        }
    }

    private static IReadOnlyList<string> Row(LoadResult result) =>
        [
            result.Scenario,
            Figure(result.SendsPerSecond, "N0"),
            Figure(result.SendMilliseconds),
            Figure(result.DeliveriesPerSecond, "N0"),
            Figure(result.DeliveryMilliseconds),
            Figure(result.ServerMicroseconds, "F2"),
            $"{Figure(result.ServerCores, "F2")}, {Figure(result.PostgresCores, "F2")}, {Figure(result.GeneratorCores, "F2")}",
            $"{result.Failed} {result.FirstFailure}".TrimEnd(),
        ];

    private static IReadOnlyList<string> Row(GrainResult result) =>
        [
            result.Call,
            $"{result.UnderWay}",
            Figure(result.CallsPerSecond, "N0"),
            Figure(result.Milliseconds),
            Figure(result.CpuMicroseconds, "F2"),
            $"{result.Failed} {result.FirstFailure}".TrimEnd(),
        ];

    private static string Figure(Latency latency) =>
        $"{Figure(latency.P50, "F1")} / {Figure(latency.P95, "F1")} / {Figure(latency.P99, "F1")}";

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
