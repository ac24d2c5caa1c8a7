using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>
/// <c>load [--seconds 10] [--warmup 40] [--idle 5000] [--only pairs,room,idle,grains] [--json FILE]</c>: durable sends, deliveries,
/// CPU and memory over sockets, on a server of its own, and calls straight into grains.
/// </summary>
internal static class LoadCommand
{
    private const int Planets = 100;
    private const int RoomMembers = 500;
    private const int RoomSenders = 10;
    private const int Window = 8;

    // Enough that a pause of a second does not refuse a paced send.
    private const int PacedWindow = 1024;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(Options options)
    {
        var connectionString = Environment.GetEnvironmentVariable("ConnectionStrings__Postgres");
        if (connectionString is null)
        {
            await Console.Error.WriteLineAsync("ConnectionStrings__Postgres names the PostgreSQL to measure on.");
            return 2;
        }

        await using var source = NpgsqlDataSource.Create(connectionString);
        var (machine, durability) = (Machine.Here(), await Durability.ReadAsync(source));
        Console.WriteLine(machine.ToString());
        Console.WriteLine(durability.ToString());

        var only = options.Text("only")?.Split(',') ?? ["pairs", "room", "idle", "grains"];
        var (warmup, time) = (options.Seconds("warmup", 40), options.Seconds("seconds", 10));
        var figures = new LoadFigures(machine, durability, [], [], null);
        if (only.Intersect(["pairs", "room"]).Any())
        {
            await using var server = await ServerProcess.StartAsync(connectionString);
            using var admin = await AdminApi.LogInAsync(
                server.Address,
                ServerProcess.AdminEmail,
                ServerProcess.AdminPassword
            );
            var scenarios = new Scenarios(server.Id, source);
            if (only.Contains("pairs"))
            {
                var pairs = await admin.MakeWorldAsync(Planets * 2, Planets);
                await PairsAsync(scenarios, server.Address, pairs, warmup, time, figures.Sockets);
            }

            if (only.Contains("room"))
            {
                var room = await admin.MakeWorldAsync(RoomMembers, 1);
                await RoomAsync(scenarios, server.Address, room, warmup, time, figures.Sockets);
            }
        }

        if (only.Contains("idle"))
        {
            await using var server = await ServerProcess.StartAsync(connectionString);
            figures = figures with { Idle = await IdleAsync(server, options.Number("idle", 5000)) };
        }

        if (only.Contains("grains"))
        {
            await using var grains = await GrainCalls.StartAsync(Planets);
            figures.Grains.Add(await grains.PostAsync(Window, warmup, time));
            figures.Grains.Add(await grains.GetAsync(Window, warmup / 4, time));
        }

        figures.Print();
        await Report.WriteAsync(options.Text("json"), figures);
        return figures.Failed ? 1 : 0;
    }

    private static async Task PairsAsync(
        Scenarios scenarios,
        Uri server,
        LoadWorld world,
        TimeSpan warmup,
        TimeSpan time,
        List<LoadResult> results
    )
    {
        var meter = new LoadMeter();
        LoadResult flood;
        await using (var crowd = await Crowd.OpenAsync(server, world, Planets * 2, Window, meter))
        {
            flood = await scenarios.FloodAsync("100 planets of 2, flooded", crowd, Planets * 2, meter, warmup, time);
        }

        await using (var crowd = await Crowd.OpenAsync(server, world, Planets * 2, PacedWindow, meter))
        {
            var half = flood.SendsPerSecond / 2;
            results.Add(flood);
            results.Add(
                await scenarios.PaceAsync(
                    "100 planets of 2, half of it",
                    crowd,
                    Planets * 2,
                    half,
                    meter,
                    warmup / 4,
                    time
                )
            );
        }
    }

    private static async Task RoomAsync(
        Scenarios scenarios,
        Uri server,
        LoadWorld world,
        TimeSpan warmup,
        TimeSpan time,
        List<LoadResult> results
    )
    {
        var meter = new LoadMeter();
        await using (var crowd = await Crowd.OpenAsync(server, world, RoomMembers, PacedWindow, meter))
        {
            results.Add(
                await scenarios.PaceAsync(
                    "1 planet of 500, 100 messages/s",
                    crowd,
                    RoomSenders,
                    100,
                    meter,
                    warmup / 2,
                    time
                )
            );
        }

        await using (var crowd = await Crowd.OpenAsync(server, world, RoomMembers, Window, meter))
        {
            results.Add(
                await scenarios.FloodAsync("1 planet of 500, flooded", crowd, RoomSenders, meter, warmup / 4, time)
            );
        }
    }

    private static async Task<IdleResult> IdleAsync(ServerProcess server, int connections)
    {
        using var admin = await AdminApi.LogInAsync(
            server.Address,
            ServerProcess.AdminEmail,
            ServerProcess.AdminPassword
        );
        var world = await admin.MakeWorldAsync(connections, Planets);
        var meter = new LoadMeter();
        // The first connections load code and caches, which is no connection's memory.
        await using (await Crowd.OpenAsync(server.Address, world, Planets, 1, meter)) { }
        await Task.Delay(Settling);
        var before = ProcessUsage.ResidentBytes(server.Id);
        await using var crowd = await Crowd.OpenAsync(server.Address, world, connections, 1, meter);
        await Task.Delay(Settling);
        return new IdleResult(connections, before, ProcessUsage.ResidentBytes(server.Id), ServerProcess.Gc);
    }
}
