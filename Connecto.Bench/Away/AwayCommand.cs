using System.Diagnostics;
using Connecto.Bench.Clients;
using Connecto.Bench.Load;
using Connecto.Bench.Scenes;
using Npgsql;

namespace Connecto.Bench.Away;

/// <summary>
/// <c>away [--planets 50] [--rate 200] [--away 30] [--before 10] [--after 10] [--json FILE]</c>: people send, read on and fetch pages
/// while their PostgreSQL is stopped at once and comes back; how quickly sends are refused, whether reads from memory go on,
/// how soon all is well again, and whether everything that was acknowledged is stored once.
/// </summary>
internal static class AwayCommand
{
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    public static async Task<int> RunAsync(Options options)
    {
        await using var postgres = await StoppablePostgres.StartAsync();
        // No pool: its connections would be those that broke.
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString + ";Pooling=false");
        var (machine, durability) = (Machine.Here(), await Durability.ReadAsync(source));
        Console.WriteLine(machine.ToString());
        Console.WriteLine(durability.ToString());
        var result = await MeasureAsync(postgres, source, options);
        Report.Table(AwayResult.Header, result.Rows());
        Console.WriteLine(result.ToString());
        await Report.WriteAsync(
            options.Text("json"),
            new
            {
                machine,
                durability,
                result,
            }
        );
        return result.Held ? 0 : 1;
    }

    private static async Task<AwayResult> MeasureAsync(
        StoppablePostgres postgres,
        NpgsqlDataSource source,
        Options options
    )
    {
        await using var server = await ServerProcess.StartAsync(postgres.ConnectionString);
        var planets = await MakeAsync(server, options.Number("planets", 50));
        await using var load = new AwayLoad(server.Address, planets);
        await load.OpenAsync();
        using var counters = new WaitingCounters(server.Address);
        using var stop = new CancellationTokenSource();
        var running = load.RunAsync(options.Number("rate", 200), stop.Token);
        await Task.Delay(options.Seconds("before", 10));
        var watching = counters.WatchAsync(stop.Token);

        var away = load.Enter();
        var leftAt = Stopwatch.GetTimestamp();
        await postgres.GoAwayAsync();
        await Task.Delay(options.Seconds("away", 30));
        await postgres.ComeBackAsync();
        var backAt = Stopwatch.GetTimestamp();
        load.Enter();
        var flushed = counters.FlushedAsync(backAt);
        var accepted = await AcceptedAgainAsync(planets, backAt);
        var flushedAfter = await flushed;
        await Task.Delay(options.Seconds("after", 10));
        await stop.CancelAsync();
        await running;
        await watching;
        await counters.FlushedAsync(Stopwatch.GetTimestamp());

        var stored = new StoredState(source);
        var (wrongSends, wrongCursors) = (0, 0);
        foreach (var planet in planets)
        {
            wrongSends += await stored.WrongSendsAsync(planet);
            wrongCursors += await stored.IsCursorWrongAsync(planet) ? 1 : 0;
        }
        return new AwayResult(
            Stopwatch.GetElapsedTime(leftAt, backAt).TotalSeconds,
            away.Sends.Figures(),
            away.Moves.Figures(),
            away.Fetches.Figures(),
            accepted.Min(),
            accepted.Max(),
            flushedAfter.TotalSeconds,
            counters.MostWaiting,
            counters.Dropped,
            load.Reopened,
            planets.Sum(planet => (long)planet.Acknowledged.Count),
            wrongSends,
            wrongCursors
        );
    }

    private static async Task<IReadOnlyList<AwayPlanet>> MakeAsync(ServerProcess server, int count)
    {
        using var admin = await AdminApi.LogInAsync(server);
        var planets = new List<AwayPlanet>();
        for (var i = 0; i < count; i++)
        {
            var users = await admin.MakeUsersAsync([$"sender-{i}", $"reader-{i}", $"fetcher-{i}"]);
            var id = await admin.MakePlanetAsync(users[0], $"away {i}", users);
            planets.Add(new AwayPlanet(id, users[0], users[1], users[2]));
        }
        return planets;
    }

    // Of each planet the seconds from the return until a send was accepted.
    private static async Task<IReadOnlyList<double>> AcceptedAgainAsync(IReadOnlyList<AwayPlanet> planets, long backAt)
    {
        while (planets.Any(planet => FirstAfter(planet) is null))
        {
            if (Stopwatch.GetElapsedTime(backAt) > _patience)
            {
                throw new TimeoutException($"Some planet accepts no send {_patience} after PostgreSQL came back.");
            }
            await Task.Delay(_look);
        }
        return [.. planets.Select(planet => Stopwatch.GetElapsedTime(backAt, FirstAfter(planet)!.At).TotalSeconds)];

        AcknowledgedSend? FirstAfter(AwayPlanet planet) => planet.Acknowledged.FirstOrDefault(send => send.At > backAt);
    }
}
