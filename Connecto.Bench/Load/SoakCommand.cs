using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>
/// <c>soak [--minutes 10, at least 1] [--connections 5000] [--planets 50] [--rate 400] [--json FILE]</c>: a steady load for long, on a
/// server of its own. Exit code 1 if an event was lost or out of order, if sends failed, or if memory grew after the first
/// minute.
/// </summary>
internal static class SoakCommand
{
    private const int Window = 256;
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(Options options)
    {
        if (BenchDatabase.ConnectionString is not { } connectionString)
        {
            return BenchDatabase.Missing();
        }

        var (connections, planets) = (options.Number("connections", 5000), options.Number("planets", 50));
        var time = TimeSpan.FromMinutes(Math.Max(1, options.Number("minutes", 10)));
        OpenFiles.Ensure(connections);
        await using var source = NpgsqlDataSource.Create(connectionString);
        var (machine, durability) = (Machine.Here(), await Durability.ReadAsync(source));
        Console.WriteLine(machine.ToString());
        Console.WriteLine(durability.ToString());
        await using var server = await ServerProcess.StartAsync(connectionString);
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(connections, planets);
        var meter = new LoadMeter();
        await using var crowd = await Crowd.OpenAsync(server.Address, world, connections, Window, meter);
        var samples = await SampleAsync(
            server,
            meter,
            time,
            Pace.RunAsync(crowd, connections, options.Number("rate", 400), Task.Delay(time))
        );
        await crowd.SettleAsync();
        var scenario = $"{connections} connections in {planets} planets";
        var result = new SoakResult(
            samples,
            Latency.Of(meter.Deliveries),
            meter.Order.End(scenario),
            meter.FirstFailure
        );
        Console.WriteLine($"p50 / p95 / p99 ms of a delivery: {result.Milliseconds}");
        OrderResult.Print([result.Order]);
        Console.WriteLine($"The soak {result}");
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                machine,
                durability,
                result,
            }
        );
        return result.Held ? 0 : 1;
    }

    private static async Task<IReadOnlyList<SoakSample>> SampleAsync(
        ServerProcess server,
        LoadMeter meter,
        TimeSpan time,
        Task pace
    )
    {
        var samples = new List<SoakSample>();
        var started = Stopwatch.GetTimestamp();
        for (var due = Every; due <= time; due += Every)
        {
            await Task.Delay(TimeSpan.FromTicks(Math.Max(0, (due - Stopwatch.GetElapsedTime(started)).Ticks)));
            samples.Add(
                new SoakSample(
                    due.TotalMinutes,
                    ProcessUsage.ResidentBytes(server.Id),
                    meter.AcknowledgedCount,
                    meter.DeliveredCount,
                    meter.FailedCount
                )
            );
            Console.WriteLine(samples[^1].ToString());
        }

        await pace;
        return samples;
    }
}
