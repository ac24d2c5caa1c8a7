using System.Diagnostics;
using System.Globalization;
using Connecto.Bench.Load;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Cluster;

/// <summary>
/// <c>cluster [--silos 1,2,3] [--rate 2000] [--rounds 3] [--warmup 30] [--seconds 20] [--json FILE]</c>: what a durable
/// message takes of all processes together with one silo and with several: flooded, at a steady rate, and at that rate for
/// each silo. One web node, 100 planets of two who all send. Exit code 1 if a call failed or somebody did not see
/// everything in order.
/// </summary>
internal static class ClusterCommand
{
    private const int Planets = 100;
    private const int Users = 2 * Planets;
    private const int Window = 8;

    public static async Task<int> RunAsync(Options options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = Ending.On(stop);
        var counts = (options.Text("silos") ?? "1,2,3").Split(',');
        var silos = counts.Select(count => int.Parse(count, CultureInfo.InvariantCulture)).ToList();
        if (await PlantPlan.RefusalAsync(silos.Max(), 1) is { } refusal)
        {
            Console.WriteLine(refusal);
            return 2;
        }

        Console.WriteLine(Machine.Here().ToString());
        var results = new List<ClusterResult>();
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            foreach (var count in silos)
            {
                foreach (var result in await MeasureAsync(count, options, stop.Token))
                {
                    results.Add(result);
                    Console.WriteLine(string.Join("  ", result.Row()));
                }
            }
        }

        Report.Table(ClusterResult.Header, results.Select(result => result.Row()));
        Report.Table(
            ["load", "silos", "CPU a message against one silo", "of all rounds"],
            ClusterResult.Ratios(results)
        );
        await Report.WriteAsync(options.Text("json"), results);
        return results.TrueForAll(result => result.Failed == 0) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<ClusterResult>> MeasureAsync(
        int silos,
        Options options,
        CancellationToken cancellation
    )
    {
        var plan = new PlantPlan(silos, Webs: 1, CutsNetwork: false, FillsDisk: false, StepsClocks: false);
        await using var plant = await Plant.StartAsync(plan, cancellation);
        using var admin = await AdminApi.LogInAsync(plant.Webs[0], Plant.AdminEmail, plant.AdminPassword);
        var world = await admin.MakeWorldAsync(Users, Planets);
        var (warmup, time) = (options.Seconds("warmup", 30), options.Seconds("seconds", 20));
        var rate = options.Number("rate", 2000);
        return
        [
            await RunAsync("flooded", Window, FloodAsync, warmup),
            await PacedAsync(string.Create(CultureInfo.InvariantCulture, $"{rate} a second"), rate),
            await PacedAsync(string.Create(CultureInfo.InvariantCulture, $"{rate} a second and silo"), rate * silos),
        ];

        Task<ClusterResult> PacedAsync(string load, int perSecond) =>
            RunAsync(
                load,
                LoadRun.PacedWindow,
                (crowd, end) => Pace.RunAsync(crowd, Users, perSecond, end),
                warmup / 3
            );

        async Task<ClusterResult> RunAsync(string load, int window, Func<Crowd, Task, Task> send, TimeSpan before)
        {
            var meter = new LoadMeter();
            await using var crowd = await Crowd.OpenAsync(plant.Webs[0], world, Users, window, meter);
            using var end = new CancellationTokenSource();
            var sending = send(crowd, Task.Delay(Timeout.InfiniteTimeSpan, end.Token));
            await Task.Delay(before, cancellation);
            var backends = await RoleUsage.BackendsAsync(plant);
            meter.Clear();
            var (used, started) = (RoleUsage.Read(plant, backends), Stopwatch.GetTimestamp());
            await Task.Delay(time, cancellation);
            used = RoleUsage.Read(plant, backends) - used;
            var (seconds, sent) = (Stopwatch.GetElapsedTime(started).TotalSeconds, meter.AcknowledgedCount);
            var milliseconds = Latency.Of(meter.Sends);
            await end.CancelAsync();
            await sending;
            await crowd.SettleAsync();
            var order = meter.Order.End(load);
            if (meter.FailedCount > 0 || !order.Held || order.AskedAgain > 0)
            {
                Console.WriteLine($"{load}, {silos} silos: {meter.FailedCount} failed {meter.FirstFailure}; {order}");
            }
            var failed = meter.FailedCount + (order.Held ? 0 : 1);
            return new(load, silos, sent / seconds, milliseconds, used.Each(sent), failed);
        }
    }

    private static async Task FloodAsync(Crowd crowd, Task end)
    {
        crowd.BeginFlood(Users);
        await end.ContinueWith(_ => { }, TaskScheduler.Default);
        crowd.EndFlood();
    }
}
