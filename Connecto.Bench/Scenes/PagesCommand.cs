using System.Globalization;
using Connecto.Bench.Data;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Bench.Scenes;

/// <summary>
/// <c>pages [--depth 10000] [--rounds 9] [--calls 100] [--json FILE]</c>: the page so deep in the history of a planet, and its
/// neighbours, against the first pages that are not in memory. All are read through the planet's grain from PostgreSQL.
/// </summary>
internal static class PagesCommand
{
    private const int Limit = 50;
    private const int Members = 10;

    private const double MostTimes = 2;

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var (depth, calls) = (options.Number("depth", 10_000), options.Number("calls", 100));
        var messages = BenchSilo.Hot + (depth * Limit);
        var plan = DataPlan.Even(Members, planets: 1, new PlanetPlan(PlanetKind.Group, Members, messages));
        var planet = (
            await DataSet.WriteAsync(database.Source, plan, seed: 1, TimeProvider.System.GetUtcNow())
        ).Planets[0];
        await using var silo = await BenchSilo.StartAsync();
        var medians = await Turns.MeasureAsync(
            options.Number("rounds", 9),
            calls,
            call => ReadAsync(call % depth),
            call => ReadAsync(depth - 1 - (call % depth))
        );
        var times = medians[1] / medians[0];
        Report.Table(
            ["messages", "a first page, µs", $"a page up to the {depth}th, µs", "times as long", "at most"],
            [
                [$"{messages}", Figure(medians[0]), Figure(medians[1]), Times(times), Times(MostTimes)],
            ]
        );
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                database.Machine,
                database.Durability,
                messages,
                first = medians[0],
                deep = medians[1],
                times,
            }
        );
        return times <= MostTimes ? 0 : 1;

        async Task ReadAsync(int page)
        {
            var before = messages - BenchSilo.Hot + 1 - (page * Limit);
            var read = await silo.Planet(planet.Id)
                .Messages(planet.Members[0], new PageRequest(before, null, null, Limit));
            if (read.Items.Length != Limit || read.Items[^1].Seq != before - 1)
            {
                throw new InvalidOperationException($"The page before {before} is not whole.");
            }
        }
    }

    private static string Figure(double value) => value.ToString("F0", CultureInfo.InvariantCulture);

    private static string Times(double value) => value.ToString("F2", CultureInfo.InvariantCulture);
}
