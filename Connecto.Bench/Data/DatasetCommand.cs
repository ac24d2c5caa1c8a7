using System.Diagnostics;
using System.Globalization;

namespace Connecto.Bench.Data;

/// <summary>
/// <c>dataset [--messages 1000000] [--users 10000] [--planets 1000] [--receipts 0] [--seed 1]</c>: fills the PostgreSQL that
/// <c>ConnectionStrings__Postgres</c> names with two years of an ordinary service's data, beside what is there.
/// </summary>
internal static class DatasetCommand
{
    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var plan = DataPlan.Spread(
            options.Number("messages", 1_000_000),
            options.Number("users", 10_000),
            options.Number("planets", 1_000)
        );
        var started = Stopwatch.GetTimestamp();
        var set = await DataSet.WriteAsync(
            database.Source,
            plan,
            options.Number("seed", 1),
            TimeProvider.System.GetUtcNow()
        );
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Report.Table(
            ["messages", "users", "planets", "seconds", "messages a second"],
            [
                [
                    $"{plan.Messages}",
                    $"{set.UserIds.Count}",
                    $"{set.Planets.Count}",
                    seconds.ToString("F1", CultureInfo.InvariantCulture),
                    (plan.Messages / seconds).ToString("F0", CultureInfo.InvariantCulture),
                ],
            ]
        );
        if (options.Number("receipts", 0) is > 0 and var wanted)
        {
            var planets = set.Planets.Where(planet => planet.Members.Length <= Receipts.MostMembers);
            var receipts = await Receipts.MakeAsync(database.Source, planets, wanted);
            Console.WriteLine($"{receipts.Count} receipts, of {receipts.Planets.Count} planets");
        }
        return 0;
    }
}
