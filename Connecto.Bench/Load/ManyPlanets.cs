namespace Connecto.Bench.Load;

/// <summary><c>many</c>: 10,000 connections in 1,000 planets, 100 messages a second over all; latency and memory.</summary>
internal static class ManyPlanets
{
    private const int Users = 10_000;
    private const int Planets = 1_000;
    private const int PerSecond = 100;
    private const int WarmUsers = 200;
    private const int Window = 16;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(LoadRun run)
    {
        OpenFiles.Ensure(Users);
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(Users, Planets);
        // The first connections load code and caches, which is no connection's memory.
        await using (await Crowd.OpenAsync(server.Address, world, WarmUsers, 1, new LoadMeter())) { }
        await Task.Delay(Settling);
        var before = ProcessUsage.ResidentBytes(server.Id);

        var meter = new LoadMeter();
        await using var crowd = await Crowd.OpenAsync(server.Address, world, Users, Window, meter);
        await Task.Delay(Settling);
        Note("10000 connections in 1000 planets, silent");

        const string name = "1000 planets of 10, 100 messages/s";
        run.Figures.Sockets.Add(
            await run.On(server).PaceAsync(name, crowd, Users, PerSecond, meter, run.Warmup / 2, run.Time * 2)
        );
        Note("the same after the messages");
        run.Figures.Orders.Add(meter.Order.End(name));

        void Note(string what) =>
            run.Figures.Memory.Add(
                new MemoryResult(what, Users, before, ProcessUsage.ResidentBytes(server.Id), ServerProcess.Gc)
            );
    }
}
