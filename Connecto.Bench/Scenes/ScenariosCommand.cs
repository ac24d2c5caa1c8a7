using Connecto.Bench.Data;
using Connecto.Bench.Load;

namespace Connecto.Bench.Scenes;

/// <summary>
/// <c>scenarios [--messages 1000000] [--users 1500] [--heavy 100] [--warmup 30] [--seconds 30] [--only everyday,heavy,analytics]
/// [--json FILE] [--keep yes]</c>: what everyday users, heavy users and analysts get of a server on a data set, over HTTP, beside
/// the figures that were kept of an earlier run.
/// </summary>
internal static class ScenariosCommand
{
    private const string Kept = "scenarios";
    private const int Analysts = 4;
    private const int LightUsers = 300;

    // What is asked of everyday and of heavy users.
    private const double MostMean = 50;
    private const double MostP95 = 150;
    private const double MostP95OfEveryday = 100;
    private const double LeastPerSecond = 500;
    private const double LeastHits = 0.8;

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var plan = DataPlan.Spread(options.Number("messages", 1_000_000), 10_000, 1_000);
        var set = await DataSet.WriteAsync(database.Source, plan, seed: 1, TimeProvider.System.GetUtcNow());
        var results = await MeasureAsync(database.Address, set, options);
        Report.Table(SceneResult.Header, results.Select(result => result.Row()));
        await CompareAsync(options, new SceneRun(database.Machine, database.Durability, plan.Messages, results));
        return results.All(Held) ? 0 : 1;
    }

    private static async Task<IReadOnlyList<SceneResult>> MeasureAsync(
        string connectionString,
        DataSet set,
        Options options
    )
    {
        var only = options.Text("only")?.Split(',');
        await using var server = await ServerProcess.StartAsync(connectionString);
        using var admin = await SceneAdmin.LogInAsync(server);
        var users = await SceneUser.TakeAsync(set, admin, options.Number("users", 1_500));
        OpenFiles.Ensure(users.Count);
        var ramp = options.Seconds("warmup", 30);
        using var stage = new SceneStage(server.Address, admin, ramp, options.Seconds("seconds", 30));
        var heavy = users.Take(options.Number("heavy", 100)).ToList();
        var light = users.Take(LightUsers).ToList();
        (string Name, Func<SceneCaller, SceneCaller, CancellationToken, Task> Play)[] scenes =
        [
            ("everyday", (caller, _, stop) => new EverydayUsers(caller, users).RunAsync(ramp / 2, stop)),
            ("heavy", (caller, _, stop) => BusyUsers.HeavyAsync(caller, heavy, stop)),
            (
                "analytics",
                (caller, beside, stop) =>
                    Task.WhenAll(
                        BusyUsers.AnalystsAsync(caller, admin.Token, Analysts, stop),
                        new EverydayUsers(beside, light).RunAsync(ramp / 2, stop)
                    )
            ),
        ];
        var results = new List<SceneResult>();
        foreach (var (name, play) in scenes.Where(scene => only?.Contains(scene.Name) ?? true))
        {
            results.Add(await stage.PlayAsync(name, play));
        }
        return results;
    }

    private static bool Held(SceneResult result) =>
        result.Figures.Errors.Count == 0
        && result.Figures.Mean <= MostMean
        && result.Figures.P95 <= (result.Scenario == "everyday" ? MostP95OfEveryday : MostP95)
        && (result.Scenario != "everyday" || result.HitRates.GetValueOrDefault(CacheRates.All) >= LeastHits)
        && (result.Scenario == "analytics" || result.Figures.PerSecond >= LeastPerSecond);

    private static async Task CompareAsync(Options options, SceneRun run)
    {
        if (await KeptRun.ReadAsync<SceneRun>(Kept) is { } kept)
        {
            Console.WriteLine($"Against {kept.Messages} messages on {kept.Machine}:");
            var comparison = SceneComparison.Of(kept.Results, run.Results);
            Report.Table(SceneComparison.Header, comparison.Select(one => one.Row()));
        }
        await KeptRun.WriteAsync(options, Kept, run);
    }
}

/// <summary>All scenarios of one run, as they are kept.</summary>
internal sealed record SceneRun(
    Machine Machine,
    Durability Durability,
    int Messages,
    IReadOnlyList<SceneResult> Results
);
