namespace Connecto.Bench.Load;

/// <summary><c>idle</c>: memory of connections that are subscribed and silent.</summary>
internal static class IdleConnections
{
    private const int Planets = 100;
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(LoadRun run)
    {
        var connections = run.Options.Number("idle", 5000);
        OpenFiles.Ensure(connections);
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(connections, Planets);
        var meter = new LoadMeter();
        // The first connections load code and caches, which is no connection's memory.
        await using (await Crowd.OpenAsync(server.Address, world, Planets, 1, meter)) { }
        await Task.Delay(Settling);
        var before = ProcessUsage.ResidentBytes(server.Id);
        await using var crowd = await Crowd.OpenAsync(server.Address, world, connections, 1, meter);
        await Task.Delay(Settling);
        run.Figures.Memory.Add(
            new MemoryResult(
                $"{connections} idle connections",
                connections,
                before,
                ProcessUsage.ResidentBytes(server.Id),
                ServerProcess.Gc
            )
        );
    }
}
