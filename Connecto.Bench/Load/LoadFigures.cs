using System.Globalization;

namespace Connecto.Bench.Load;

/// <summary>All that a run measured, and where.</summary>
internal sealed record LoadFigures(
    Machine Machine,
    Durability Durability,
    List<LoadResult> Sockets,
    List<GrainResult> Grains,
    List<MemoryResult> Memory,
    List<StormResult> Storms,
    List<OrderResult> Orders
)
{
    public SlowResult? Slow { get; set; }

    public AllocationResult? Allocation { get; set; }

    public bool Failed =>
        Sockets.Any(result => result.Failed > 0)
        || Grains.Any(result => result.Failed > 0)
        || Storms.Any(result => result.Back < result.Clients)
        || Slow is { SecondsToClose: null }
        || Allocation is { PerDelivery: > AllocationResult.MostPerDelivery }
        || Orders.Any(result => !result.Held);

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

        if (Storms.Count > 0)
        {
            Report.Table(StormResult.Header, Storms.Select(result => result.Row()));
        }

        foreach (var memory in Memory)
        {
            Console.WriteLine(
                $"{memory.What}: {Figure(memory.BytesPerConnection / 1024, "F1")} KiB each ({memory.BytesBefore >> 20} to {memory.BytesAfter >> 20} MiB RSS, {memory.Gc})"
            );
        }

        if (Allocation is not null)
        {
            Console.WriteLine(Allocation.ToString());
        }

        if (Slow is not null)
        {
            Console.WriteLine(Slow.ToString());
        }

        if (Orders.Count > 0)
        {
            OrderResult.Print(Orders);
        }
    }

    private static IReadOnlyList<string> Row(LoadResult result) =>
        [
            result.Scenario,
            Figure(result.SendsPerSecond, "N0"),
            result.SendMilliseconds.ToString(),
            Figure(result.DeliveriesPerSecond, "N0"),
            result.DeliveryMilliseconds.ToString(),
            Figure(result.ServerMicroseconds, "F2"),
            $"{Figure(result.ServerCores, "F2")}, {Figure(result.PostgresCores, "F2")}, {Figure(result.GeneratorCores, "F2")}",
            $"{result.Failed} {result.FirstFailure}".TrimEnd(),
        ];

    private static IReadOnlyList<string> Row(GrainResult result) =>
        [
            result.Call,
            $"{result.UnderWay}",
            Figure(result.CallsPerSecond, "N0"),
            result.Milliseconds.ToString(),
            Figure(result.CpuMicroseconds, "F2"),
            $"{result.Failed} {result.FirstFailure}".TrimEnd(),
        ];

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
