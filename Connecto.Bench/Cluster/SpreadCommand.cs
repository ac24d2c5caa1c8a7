using System.Diagnostics;
using System.Globalization;
using Connecto.Bench.Domain;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;
using Connecto.Delivery;
using Connecto.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Orleans;

namespace Connecto.Bench.Cluster;

/// <summary>
/// <c>spread [--planets 1000] [--rate 100] [--seconds 60] [--json FILE]</c>: two silos carry watched planets under a
/// light load, a third one joins; when it carries its share, what callers notice, and how long planets are away.
/// </summary>
internal static class SpreadCommand
{
    private const int AtOnce = 32;

    public static async Task<int> RunAsync(Options options)
    {
        if (await PlantPlan.RefusalAsync(2, 0) is { } refusal)
        {
            Console.WriteLine(refusal);
            return 2;
        }
        using var interrupted = new CancellationTokenSource();
        using var interrupt = Ending.On(interrupted);
        var plan = new PlantPlan(Silos: 2, Webs: 0, CutsNetwork: false, FillsDisk: false, StepsClocks: false)
        {
            MostSilos = 3,
        };
        await using var plant = await Plant.StartAsync(plan, interrupted.Token);
        await using var source = NpgsqlDataSource.Create(plant.Postgres);
        using var client = Client(plant);
        await client.StartAsync();
        Console.WriteLine(Machine.Here().ToString());
        Console.WriteLine((await Durability.ReadAsync(source)).ToString());

        var lastId = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() << 16;
        var planets = await PlanetMemory.MakeAsync(source, () => ++lastId, options.Number("planets", 1_000));
        var node = new FollowingNode(client.Services.GetRequiredService<IGrainFactory>());
        await Parallel.ForEachAsync(
            planets,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (planet, _) => await node.AttachAsync(planet.Id)
        );
        var load = new LightLoad(
            client.Services.GetRequiredService<PlanetSenders>(),
            planets,
            options.Number("rate", 100)
        );
        using var stop = new CancellationTokenSource();
        var loading = load.RunAsync(stop.Token);
        var known = node.Shares.Keys.ToHashSet();
        Print(0, node);

        await plant.AddSiloAsync(interrupted.Token);
        var share = await FollowAsync(node, known, planets.Count, options.Seconds("seconds", 60));
        await stop.CancelAsync();
        await loading;
        var result = new SpreadResult(
            planets.Count,
            share,
            node.Away.Count,
            node.Failures,
            [.. load.Milliseconds.Order()],
            load.Failures,
            load.Lost,
            [.. node.Away.Order()]
        );
        result.Print();
        await Report.WriteAsync(options.Text("json"), result);
        await client.StopAsync();
        GC.KeepAlive(node);
        return load.Lost == 0 ? 0 : 1;
    }

    /// <summary>Seconds from the third silo's being ready until it has nine tenths of an even share; null if it never has.</summary>
    private static async Task<double?> FollowAsync(
        FollowingNode node,
        HashSet<string> known,
        int planets,
        TimeSpan most
    )
    {
        double? share = null;
        var since = Stopwatch.GetTimestamp();
        for (var second = 1; second <= most.TotalSeconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1));
            var has = node.Shares.Where(silo => !known.Contains(silo.Key)).Sum(silo => silo.Value);
            if (share is null && has >= planets / 3 * 9 / 10)
            {
                share = Stopwatch.GetElapsedTime(since).TotalSeconds;
            }
            if (second % 5 == 0)
            {
                Print(second, node);
            }
        }
        return share;
    }

    private static void Print(int second, FollowingNode node) =>
        Console.WriteLine(
            $"{second.ToString(CultureInfo.InvariantCulture), 3} s: planets on each silo "
                + string.Join(" / ", node.Shares.OrderBy(silo => silo.Key).Select(silo => silo.Value))
        );

    private static IHost Client(Plant plant)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration["ConnectionStrings:Postgres"] = plant.Postgres;
        builder.Configuration["ConnectionStrings:Redis"] = plant.Redis;
        builder.Configuration["Cluster:HostsGrains"] = "false";
        builder.UseConnectoGrains();
        return builder.Build();
    }
}
