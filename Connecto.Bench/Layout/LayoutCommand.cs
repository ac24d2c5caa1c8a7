using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Connecto.Bench.Layout;

/// <summary>
/// <c>layout [--rounds 3] [--seconds 4] [--history 1000] [--only a,b] [--json FILE]</c>: compares the layouts of messages, two
/// lanes writing transactions of 256 messages over 100 planets each, round by round in turn, and then pages of 50.
/// </summary>
internal static class LayoutCommand
{
    private const int Lanes = 2;
    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Options options)
    {
        if (BenchDatabase.ConnectionString is not { } connectionString)
        {
            return BenchDatabase.Missing();
        }

        // No pool: a prepared statement belongs to one layout.
        await using var source = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }
        );
        var (machine, durability) = (Machine.Here(), await Durability.ReadAsync(source));
        Console.WriteLine(machine.ToString());
        Console.WriteLine(durability.ToString());

        var perPlanet = options.Number("history", 1000);
        var only = options.Text("only")?.Split(',');
        var runs = new List<(MessageLayout Layout, LayoutDatabase Database, LayoutResult Result)>();
        foreach (var layout in Layouts.All.Where(layout => only?.Contains(layout.Name) ?? true))
        {
            var database = new LayoutDatabase(source, layout);
            await database.CreateAsync(perPlanet);
            var bytes = await database.BytesPerMessageAsync();
            await WriteAsync(layout, database, Warmup, LayoutResult.Of(layout, bytes));
            runs.Add((layout, database, LayoutResult.Of(layout, bytes)));
        }

        var time = TimeSpan.FromSeconds(options.Number("seconds", 4));
        for (var round = 0; round < options.Number("rounds", 3); round++)
        {
            foreach (var (layout, database, result) in runs)
            {
                await WriteAsync(layout, database, time, result);
                await ReadAsync(layout, database, perPlanet, result);
            }
        }

        var results = runs.Select(run => run.Result).ToList();
        Print(results);
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                machine,
                durability,
                results,
            }
        );
        foreach (var (_, database, _) in runs)
        {
            await database.DropAsync();
        }

        return 0;
    }

    private static async Task WriteAsync(
        MessageLayout layout,
        LayoutDatabase database,
        TimeSpan time,
        LayoutResult result
    )
    {
        await database.CheckpointAsync();
        var lanes = await Task.WhenAll(
            Enumerable.Range(0, Lanes).Select(i => Lane.OpenAsync(layout, database, i, Lanes))
        );
        var processes = await database.ServerProcessesAsync();
        var (cpu, started) = (ProcessUsage.CpuSeconds(processes), Stopwatch.GetTimestamp());
        var committed = await Task.WhenAll(lanes.Select(lane => Task.Run(() => lane.WriteAsync(time))));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        result.MessagesPerSecond.Add(committed.Sum() / elapsed);
        result.PostgresMicroseconds.Add((ProcessUsage.CpuSeconds(processes) - cpu) * 1e6 / committed.Sum());
        foreach (var lane in lanes)
        {
            await lane.DisposeAsync();
        }
    }

    private static async Task ReadAsync(
        MessageLayout layout,
        LayoutDatabase database,
        int perPlanet,
        LayoutResult result
    )
    {
        await using var connection = await database.OpenAsync();
        result.PageMilliseconds.Add(await PageReads.MeasureAsync(connection, layout.Page, perPlanet, pruned: false));
        if (layout.PrunedPage is { } prunedPage)
        {
            result.PrunedPageMilliseconds.Add(
                await PageReads.MeasureAsync(connection, prunedPage, perPlanet, pruned: true)
            );
        }
    }

    private static void Print(IEnumerable<LayoutResult> results) =>
        Report.Table(
            [
                "layout",
                "messages/s best",
                "median",
                "PostgreSQL CPU µs",
                "page ms",
                "page ms, months known",
                "bytes a message",
            ],
            results.Select(result =>
                (IReadOnlyList<string>)
                    [
                        result.Layout,
                        Figure(result.MessagesPerSecond.Max(), "N0"),
                        Figure(Median.Of(result.MessagesPerSecond), "N0"),
                        Figure(Median.Of(result.PostgresMicroseconds), "F1"),
                        Figure(Median.Of(result.PageMilliseconds), "F2"),
                        result.PrunedPageMilliseconds.Count == 0
                            ? ""
                            : Figure(Median.Of(result.PrunedPageMilliseconds), "F2"),
                        Figure(result.BytesPerMessage, "F0"),
                    ]
            )
        );

    private static string Figure(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
