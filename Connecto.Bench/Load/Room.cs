namespace Connecto.Bench.Load;

/// <summary><c>room</c>: one planet of 500, at 100 messages a second and flooded.</summary>
internal static class Room
{
    private const int Members = 500;
    private const int Senders = 10;
    private const int Window = 8;

    public static async Task RunAsync(LoadRun run)
    {
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(Members, 1);
        var scenarios = run.On(server);
        var meter = new LoadMeter();
        await using (var crowd = await Crowd.OpenAsync(server.Address, world, Members, LoadRun.PacedWindow, meter))
        {
            const string name = "1 planet of 500, 100 messages/s";
            run.Figures.Sockets.Add(
                await scenarios.PaceAsync(name, crowd, Senders, 100, meter, run.Warmup / 2, run.Time)
            );
            var before = await admin.AllocatedAsync();
            await scenarios.PaceAsync(name, crowd, Senders, 100, meter, run.Time, run.Time);
            var after = await admin.AllocatedAsync();
            run.Figures.Allocation = new AllocationResult(
                name,
                after.Bytes - before.Bytes,
                after.Deliveries - before.Deliveries
            );
        }

        await using (var crowd = await Crowd.OpenAsync(server.Address, world, Members, Window, meter))
        {
            const string name = "1 planet of 500, flooded";
            run.Figures.Sockets.Add(await scenarios.FloodAsync(name, crowd, Senders, meter, run.Warmup / 2, run.Time));
        }

        run.Figures.Orders.Add(meter.Order.End("1 planet of 500"));
    }
}
