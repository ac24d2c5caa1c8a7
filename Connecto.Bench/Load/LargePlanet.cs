namespace Connecto.Bench.Load;

/// <summary><c>large</c>: one planet of 10,000 members who are all connected, 5 messages a second.</summary>
internal static class LargePlanet
{
    private const int Members = 10_000;
    private const int Senders = 10;
    private const int PerSecond = 5;
    private const int Window = 64;

    public static async Task RunAsync(LoadRun run)
    {
        OpenFiles.Ensure(Members);
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(Members, 1);
        var meter = new LoadMeter();
        await using var crowd = await Crowd.OpenAsync(server.Address, world, Members, Window, meter);
        const string name = "1 planet of 10000, 5 messages/s";
        run.Figures.Sockets.Add(
            await run.On(server).PaceAsync(name, crowd, Senders, PerSecond, meter, run.Warmup / 2, run.Time * 3)
        );
        run.Figures.Orders.Add(meter.Order.End(name));
    }
}
