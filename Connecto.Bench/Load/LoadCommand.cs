using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>
/// <c>load [--seconds 10] [--warmup 40] [--idle 5000] [--stall 180]
/// [--only pairs,room,idle,grains,many,large,slow,storm] [--json FILE]</c>: durable sends, deliveries, CPU and memory over
/// sockets, on servers of its own, and calls straight into grains. Exit code 1 if a call failed, or if any client did not
/// see everything in order.
/// </summary>
internal static class LoadCommand
{
    private static readonly IReadOnlyList<(string Name, Func<LoadRun, Task> RunAsync)> Parts =
    [
        ("pairs", Pairs.RunAsync),
        ("room", Room.RunAsync),
        ("idle", IdleConnections.RunAsync),
        ("grains", CallGrainsAsync),
        ("many", ManyPlanets.RunAsync),
        ("large", LargePlanet.RunAsync),
        ("slow", SlowReader.RunAsync),
        ("storm", Storm.RunAsync),
    ];

    public static async Task<int> RunAsync(Options options)
    {
        if (BenchDatabase.ConnectionString is not { } connectionString)
        {
            return BenchDatabase.Missing();
        }

        var only = options.Text("only")?.Split(',') ?? [.. Parts.Select(part => part.Name)];
        if (only.Except(Parts.Select(part => part.Name)).FirstOrDefault() is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no '{unknown}' to load.");
            return 2;
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        var figures = new LoadFigures(Machine.Here(), await Durability.ReadAsync(source), [], [], [], [], []);
        Console.WriteLine(figures.Machine.ToString());
        Console.WriteLine(figures.Durability.ToString());
        var run = new LoadRun(connectionString, source, options, figures);
        foreach (var part in Parts.Where(part => only.Contains(part.Name)))
        {
            await part.RunAsync(run);
        }

        figures.Print();
        await Report.WriteAsync(options.Text("json"), figures);
        return figures.Failed ? 1 : 0;
    }

    private static async Task CallGrainsAsync(LoadRun run)
    {
        await using var grains = await GrainCalls.StartAsync(Pairs.Planets);
        run.Figures.Grains.Add(await grains.PostAsync(Pairs.Window, run.Warmup, run.Time));
        run.Figures.Grains.Add(await grains.GetAsync(Pairs.Window, run.Warmup / 4, run.Time));
    }
}
