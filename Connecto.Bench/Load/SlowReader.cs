using System.Diagnostics;

namespace Connecto.Bench.Load;

/// <summary>
/// <c>slow</c>: a planet of 1,000 at 20 messages a second, in turn without and with a member who stops reading; then one who
/// stops for good, until the server closes his connection.
/// </summary>
internal static class SlowReader
{
    private const int Members = 1_000;
    private const int Senders = 10;
    private const int PerSecond = 20;
    private const int Rounds = 3;
    private const int Window = 256;

    // The kernel's buffers hold some 3 MB before the server notices anything: larger messages fill them in a minute.
    private const int Padding = 1_500;
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Seen = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(LoadRun run)
    {
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(Members + 1, 1);
        var scenarios = run.On(server);
        var meter = new LoadMeter();
        await using var crowd = await Crowd.OpenAsync(server.Address, world, 0, Members, Window, meter, Padding);
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            await AddAsync(without, "without", round == 0 ? run.Warmup / 2 : TimeSpan.Zero);
            await using var stalled = await StallAsync();
            await AddAsync(with, "with", TimeSpan.Zero);
        }

        // The server has to see that the last one is gone before the next one counts.
        await UntilAsync(Members, Seen);
        var before = ProcessUsage.ResidentBytes(server.Id);
        await using var forGood = await StallAsync();
        _ =
            (await UntilAsync(Members + 1, Seen)).After
            ?? throw new TimeoutException("The server does not count the connection that stalls.");
        var closing = UntilAsync(Members, run.Options.Seconds("stall", 180));
        var filling = new List<double>();
        while (!closing.IsCompleted)
        {
            filling.Add((await PaceAsync("filling", TimeSpan.Zero, run.Time)).DeliveryMilliseconds.P99);
        }

        var (closed, most) = await closing;
        run.Figures.Slow = new SlowResult(Members, without, with, filling, closed?.TotalSeconds, most - before);
        run.Figures.Orders.Add(meter.Order.End("1 planet of 1000, one stalled"));

        Task<StalledReader> StallAsync() =>
            StalledReader.OpenAsync(server.Address, world.Tokens[Members], world.Planets[0]);

        Task<LoadResult> PaceAsync(string what, TimeSpan warmup, TimeSpan time) =>
            scenarios.PaceAsync(
                $"1 planet of 1000, 20 messages/s, {what}",
                crowd,
                Senders,
                PerSecond,
                meter,
                warmup,
                time
            );

        async Task AddAsync(List<double> rounds, string what, TimeSpan warmup)
        {
            var result = await PaceAsync(what, warmup, run.Time);
            run.Figures.Sockets.Add(result);
            rounds.Add(result.DeliveryMilliseconds.P99);
        }

        async Task<(TimeSpan? After, long MostBytes)> UntilAsync(int connections, TimeSpan atMost)
        {
            var most = 0L;
            for (var started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < atMost; )
            {
                most = Math.Max(most, ProcessUsage.ResidentBytes(server.Id));
                if (await admin.ConnectionsAsync() == connections)
                {
                    return (Stopwatch.GetElapsedTime(started), most);
                }

                await Task.Delay(Look);
            }

            return (null, most);
        }
    }
}
