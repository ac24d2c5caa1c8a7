using System.Globalization;
using Connecto.Bench.Load;
using Npgsql;

namespace Connecto.Bench.Domain;

/// <summary>
/// <c>domain [--members 10000] [--messages 1000] [--planets 500] [--watched 5000] [--only memory] [--json FILE]</c>: how
/// long a large planet takes to activate, what a read of one member costs in it, how long the inbox of a user in many
/// planets takes, and what a watched planet takes of memory.
/// </summary>
internal static class DomainCommand
{
    private const int SmallMembers = 100;

    public static async Task<int> RunAsync(Options options)
    {
        if (BenchDatabase.ConnectionString is not { } connectionString)
        {
            return BenchDatabase.Missing();
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        Console.WriteLine(Machine.Here().ToString());
        Console.WriteLine((await Durability.ReadAsync(source)).ToString());
        var memory = await PlanetMemory.MeasureAsync(source, options.Number("watched", 5_000));
        Report.Table(
            [
                "watched planets of 10 members, 100 messages",
                "bytes of managed heap each, in use",
                "at rest",
                "an activation that has read nothing",
            ],
            [
                [$"{memory.Planets}", $"{memory.UsedBytes}", $"{memory.RestingBytes}", $"{memory.EmptyBytes}"],
            ]
        );
        if (options.Text("only") == "memory")
        {
            await Report.WriteAsync(options.Text("json"), new { memory });
            return 0;
        }
        var (members, messages) = (options.Number("members", 10_000), options.Number("messages", 1_000));
        LargePlanetResult large,
            small;
        await using (var planets = await LargePlanets.StartAsync(source))
        {
            // The first run loads code; its figures are not kept.
            await planets.MeasureAsync(SmallMembers, messages);
            large = await planets.MeasureAsync(members, messages);
            small = await planets.MeasureAsync(SmallMembers, messages);
        }

        var inbox = await Inbox.MeasureAsync(connectionString, source, options.Number("planets", 500));
        Report.Table(
            ["planet", "activation ms: median / most", "µs a read of one member: median of runs"],
            new[] { large, small }.Select(Row)
        );
        Report.Table(
            ["inbox", "ms a page of 100: p50 / p95 / most", "ms all pages", "planets activated"],
            [
                [
                    $"{inbox.Planets} planets",
                    $"{Figure(inbox.P50)} / {Figure(inbox.P95)} / {Figure(inbox.Most)}",
                    Figure(inbox.AllPages),
                    $"{inbox.Activated}",
                ],
            ]
        );
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                large,
                small,
                inbox,
                memory,
            }
        );
        return 0;
    }

    private static IReadOnlyList<string> Row(LargePlanetResult result) =>
        [
            $"{result.Members} members, {result.Messages} messages",
            $"{Figure(result.ActivationMedian)} / {Figure(result.ActivationMost)}",
            Figure(result.MicrosecondsPerRead),
        ];

    private static string Figure(double value) => value.ToString("F1", CultureInfo.InvariantCulture);
}
