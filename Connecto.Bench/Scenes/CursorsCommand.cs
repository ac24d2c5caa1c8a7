using System.Diagnostics;
using Connecto.Admin;
using Connecto.Bench.Data;
using Connecto.Bench.Domain;
using Connecto.Delivery;
using Connecto.Planets;
using Connecto.Storage;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;

namespace Connecto.Bench.Scenes;

/// <summary>
/// <c>cursors [--planets 1000] [--members 10] [--rate 100000] [--seconds 30] [--json FILE]</c>: members read on, a message at a time,
/// in planets that a web node watches, in the silo that this process carries; how many of the moves become rows, and whether
/// all are stored at the end.
/// </summary>
internal static class CursorsCommand
{
    // For planets that move at different speeds.
    private const int SpareMessages = 20;

    // The query that writes cursors.
    private const string CursorQuery = "CounterTable.Write",
        CursorTable = "UPDATE planet_members";

    private static readonly TimeSpan _warmup = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(Options options)
    {
        await using var database = await BenchDatabase.OpenAsync();
        if (database is null)
        {
            return BenchDatabase.Missing();
        }
        var (rate, time) = (options.Number("rate", 100_000), options.Seconds("seconds", 30));
        var planets = await MakeAsync(database.Source, options, rate, time);
        var result = await MeasureAsync(database.Source, planets, rate, time);
        Report.Table(CursorsResult.Header, [result.Row(rate)]);
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                database.Machine,
                database.Durability,
                result,
            }
        );
        return result.Held(rate) ? 0 : 1;
    }

    // As many messages as there will be moves of each cursor, which all begin at 0; the owner, whose they are, moves none.
    private static async Task<IReadOnlyList<DataPlanet>> MakeAsync(
        NpgsqlDataSource source,
        Options options,
        int rate,
        TimeSpan time
    )
    {
        var (count, members) = (options.Number("planets", 1_000), options.Number("members", 10));
        var moves = (int)(rate * (time + _warmup).TotalSeconds / (count * members)) + SpareMessages;
        var plan = DataPlan.Even(
            count * (members + 1),
            count,
            new PlanetPlan(PlanetKind.Group, members + 1, moves, OwnerAlone: true)
        );
        return (await DataSet.WriteAsync(source, plan, seed: 1, TimeProvider.System.GetUtcNow())).Planets;
    }

    private static async Task<CursorsResult> MeasureAsync(
        NpgsqlDataSource source,
        IReadOnlyList<DataPlanet> planets,
        int rate,
        TimeSpan time
    )
    {
        await using var silo = await BenchSilo.StartAsync();
        using var watching = new CancellationTokenSource();
        var node = new SilentNode();
        var watch = await WatchAsync(silo, planets, node, watching.Token);
        var moves = new CursorMoves(silo, planets);
        await moves.OnceAsync();
        await moves.RunAsync(rate, _warmup);
        var counters = silo.Services.GetRequiredService<CounterWriter>();
        await using var flushes = new FlushMeter(counters);
        await flushes.FlushedAsync();
        var before = (moves.Accepted, Rows: await RowsAsync(silo), Flushes: flushes.Milliseconds.Count);
        var (cpu, started) = (Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await moves.RunAsync(rate, time);
        var accepted = moves.Accepted - before.Accepted;
        var (took, used) = (Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
        var last = Stopwatch.GetTimestamp();
        await flushes.FlushedAsync();
        var flushedAfter = Stopwatch.GetElapsedTime(last);
        await watching.CancelAsync();
        await watch;
        GC.KeepAlive(node);
        var milliseconds = flushes.Milliseconds.Skip(before.Flushes).ToList();
        return new CursorsResult(
            accepted,
            accepted / took.TotalSeconds,
            moves.Refused,
            await RowsAsync(silo) - before.Rows,
            milliseconds.Count,
            Median.Of(milliseconds),
            milliseconds.Max(),
            flushes.MostWaiting,
            counters.Dropped,
            flushedAfter.TotalMilliseconds,
            await WrongAsync(source, planets, moves),
            used.TotalMicroseconds / Math.Max(1, accepted)
        );
    }

    // Rows that this process has written cursors into, as GET admin/queries tells them.
    private static async Task<long> RowsAsync(BenchSilo silo)
    {
        var processes = await silo.Services.GetRequiredService<IGrainFactory>().GetGrain<IClusterGrain>(0).Queries();
        return processes
            .SelectMany(process => process.Queries)
            .Where(query => query.Name == CursorQuery && query.Sql.Contains(CursorTable, StringComparison.Ordinal))
            .Sum(query => query.Rows);
    }

    private static async Task<long> WrongAsync(
        NpgsqlDataSource source,
        IReadOnlyList<DataPlanet> planets,
        CursorMoves moves
    )
    {
        await using var command = source.CreateCommand(
            """
            SELECT count(*) FROM planet_members m JOIN unnest($1, $2) AS moved (planet_id, seq) USING (planet_id)
            WHERE m.role = 0 AND m.last_read_seq <> moved.seq
            """
        );
        command.Parameters.AddWithValue(planets.Select(planet => planet.Id.Value).ToArray());
        command.Parameters.AddWithValue(Enumerable.Range(0, planets.Count).Select(moves.CursorOf).ToArray());
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // Attached before it returns, and renewed until it is told to stop.
    private static async Task<Task> WatchAsync(
        BenchSilo silo,
        IReadOnlyList<DataPlanet> planets,
        SilentNode node,
        CancellationToken stop
    )
    {
        var observer = silo.Services.GetRequiredService<IGrainFactory>().CreateObjectReference<IPlanetObserver>(node);
        await AttachAsync();
        return RenewAsync();

        Task AttachAsync() =>
            Parallel.ForEachAsync(planets, async (planet, _) => await silo.Planet(planet.Id).Attach("bench", observer));

        async Task RenewAsync()
        {
            using var timer = new PeriodicTimer(PlanetLease.Duration / 3);
            try
            {
                while (await timer.WaitForNextTickAsync(stop))
                {
                    await AttachAsync();
                }
            }
            catch (OperationCanceledException)
            {
                // It was told so.
            }
        }
    }
}
