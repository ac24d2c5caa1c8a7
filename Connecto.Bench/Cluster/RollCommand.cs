using System.Diagnostics;
using Connecto.Bench.Faults;
using Connecto.Bench.Load;
using Connecto.Bench.Processes;
using Npgsql;

namespace Connecto.Bench.Cluster;

/// <summary>
/// <c>roll [--silos 3] [--webs 2] [--callers 32] [--rate 200] [--seconds 30] [--json FILE]</c>: what callers of REST notice
/// behind the proxy of a real <c>./connecto up</c>, at first for some seconds and then while <c>./connecto roll</c> restarts
/// all of it. Exit code 1 if a call failed, an acknowledged message is lost, or the roll did not get through.
/// </summary>
internal static class RollCommand
{
    private const int PlanetMembers = 4;

    public static async Task<int> RunAsync(Options options)
    {
        if (!CommandRun.IsOrleans)
        {
            Console.WriteLine("The local runtime is one process: a roll takes CONNECTO_RUNTIME=packages.");
            return 2;
        }
        using var stop = new CancellationTokenSource();
        using var interrupt = Ending.On(stop);
        await using var connecto = ConnectoProcess.Cluster(options.Number("silos", 3), options.Number("webs", 2));
        await connecto.StartAgainAsync(stop.Token);
        await using var source = NpgsqlDataSource.Create(connecto.ConnectionString);
        Console.WriteLine(Machine.Here().ToString());
        Console.WriteLine((await Durability.ReadAsync(source)).ToString());

        var callers = options.Number("callers", 32);
        using var admin = await AdminApi.LogInAsync(
            connecto.BaseAddress,
            ConnectoProcess.AdminEmail,
            connecto.AdminPassword
        );
        var world = await admin.MakeWorldAsync(callers, Math.Max(1, callers / PlanetMembers));
        var steady = Task.Delay(options.Seconds("seconds", 30), stop.Token);
        var before = await MeasureAsync("nothing else", steady);
        var rolling = RollsAsync(connecto, stop.Token);
        RollResult[] results = [before, await MeasureAsync("a roll", rolling)];
        Report.Table(RollResult.Header, results.Select(result => result.Row()));
        await Report.WriteAsync(options.Text("json"), results);
        return await rolling && Array.TrueForAll(results, result => result is { Failed: 0, Lost: 0 }) ? 0 : 1;

        async Task<RollResult> MeasureAsync(string during, Task what)
        {
            using var calls = new RestCallers(connecto.BaseAddress, world, during);
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
            var since = Stopwatch.GetTimestamp();
            var calling = calls.RunAsync(options.Number("rate", 200), end.Token);
            try
            {
                await what;
            }
            finally
            {
                await end.CancelAsync();
                await calling;
            }
            var seconds = Stopwatch.GetElapsedTime(since).TotalSeconds;
            foreach (var failure in calls.Failures.Take(5))
            {
                Console.WriteLine($"{during}: {failure}");
            }
            return new RollResult(
                during,
                seconds,
                calls.Answered.Count,
                calls.CalledAgain,
                calls.Failures.Count,
                (await calls.LostAsync(stop.Token)).Count,
                calls.Answered.Milliseconds(0.5),
                calls.Answered.Milliseconds(0.99),
                calls.Answered.Milliseconds(1)
            );
        }
    }

    private static async Task<bool> RollsAsync(ConnectoProcess connecto, CancellationToken cancellation)
    {
        var roll = connecto.Roll();
        if (await roll.EndAsync(cancellation) == 0)
        {
            return true;
        }
        Console.WriteLine(roll.Output);
        return false;
    }
}
