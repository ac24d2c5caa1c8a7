using System.Globalization;
using Connecto.Bench.History;
using Connecto.Bench.Plants;
using Connecto.Bench.Processes;

namespace Connecto.Bench.Faults;

/// <summary>
/// <c>history [--faults 20] [--kinds kill-web,kill-postgres,…] [--clients 30] [--planets 6] [--silos 0] [--webs 1]
/// [--seed S] [--pause 5] [--apart 0]</c>: many clients talk while faults come by a schedule drawn from the seed, and
/// the history of all is held against every rule. With silos it is a cluster; a stopped process is stopped for
/// <c>--pause</c> seconds, and a fault comes <c>--apart</c> seconds after all planets answered the last one, or later.
/// Exit code 1 if a rule is broken, 77 if there is nothing that this machine can check.
/// </summary>
internal static class HistoryCommand
{
    /// <summary>Faults after which the history is checked, and a new one begins with new users and planets.</summary>
    private const int FaultsOfRound = 25;

    /// <summary>The exit code by which test suites say that they were skipped.</summary>
    private const int Skipped = 77;

    public static async Task<int> RunAsync(Options options)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = Ending.On(stop);
        try
        {
            return await RunAsync(options, Console.WriteLine, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    /// <summary>Runs it and says what happens; answers the exit code.</summary>
    public static async Task<int> RunAsync(Options options, Action<string> say, CancellationToken cancellation)
    {
        var (silos, webs) = (options.Number("silos", 0), options.Number("webs", 1));
        if (await PlantPlan.RefusalAsync(silos, webs) is { } refusal)
        {
            say(refusal);
            return Skipped;
        }

        var seed = options.Number("seed", Random.Shared.Next());
        var random = new Random(seed);
        var kinds = await PossibleAsync(options.Text("kinds"), silos, say);
        if (kinds.Count == 0)
        {
            return Skipped;
        }

        say($"{Machine.Here()}");
        var kindNames = string.Join(",", kinds.Select(kind => kind.Name()));
        say(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {kindNames}, {silos} silos, {webs} web nodes"));
        bool Has(params FaultKind[] some) => kinds.Any(some.Contains);
        var plan = new PlantPlan(
            silos,
            webs,
            Has(FaultKind.CutPostgres, FaultKind.CutSilos, FaultKind.CutWeb),
            Has(FaultKind.Disk),
            Has(FaultKind.Clock)
        );
        await using var plant = await Plant.StartAsync(plan, cancellation);
        var (stopped, apart) = (options.Seconds("pause", 5), options.Seconds("apart", 0));
        var schedule = new FaultSchedule(random, plant.Of(Role.Silo), plant.Of(Role.Web), stopped, apart);
        var faults = schedule.Draw(kinds, options.Number("faults", 20));
        var report = new HistoryReport();
        foreach (var round in faults.Chunk(FaultsOfRound))
        {
            var run = new HistoryRun(plant, options.Number("clients", 30), options.Number("planets", 6), say);
            var result = await run.RunAsync(round, random, cancellation);
            report.Add(result);
            if (result.Broken is { } broken)
            {
                say(broken);
            }
        }

        report.Say(say);
        return report.IsSound ? 0 : 1;
    }

    // Those that are asked for, or all; what this machine or plant cannot do is said and left out.
    private static async Task<IReadOnlyList<FaultKind>> PossibleAsync(string? names, int silos, Action<string> say)
    {
        var possible = new List<FaultKind>();
        foreach (var kind in names is null ? FaultKinds.All : FaultKinds.Parse(names))
        {
            if (await FaultKinds.MissingAsync(kind, silos) is { } missing)
            {
                say($"skipped: {kind.Name()}, {missing}");
            }
            else
            {
                possible.Add(kind);
            }
        }

        return possible;
    }
}
