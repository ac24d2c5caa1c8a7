namespace Connecto.Bench.Load;

/// <summary><c>pairs</c>: 100 planets of 2 who all send, as fast as they are answered and at half of that rate.</summary>
internal static class Pairs
{
    public const int Planets = 100;
    public const int Window = 8;

    private const int Users = Planets * 2;

    public static async Task RunAsync(LoadRun run)
    {
        await using var server = await run.StartServerAsync();
        using var admin = await AdminApi.LogInAsync(server);
        var world = await admin.MakeWorldAsync(Users, Planets);
        var scenarios = run.On(server);
        var meter = new LoadMeter();
        LoadResult flood;
        await using (var crowd = await Crowd.OpenAsync(server.Address, world, Users, Window, meter))
        {
            const string name = "100 planets of 2, flooded";
            flood = await scenarios.FloodAsync(name, crowd, Users, meter, run.Warmup, run.Time);
            run.Figures.Sockets.Add(flood);
        }

        await using (var crowd = await Crowd.OpenAsync(server.Address, world, Users, LoadRun.PacedWindow, meter))
        {
            const string name = "100 planets of 2, half of it";
            var half = flood.SendsPerSecond / 2;
            run.Figures.Sockets.Add(
                await scenarios.PaceAsync(name, crowd, Users, half, meter, run.Warmup / 4, run.Time)
            );
        }

        run.Figures.Orders.Add(meter.Order.End("100 planets of 2"));
    }
}
