namespace Connecto.Bench.Load;

/// <summary>
/// <c>storm</c>: the server is started again and 5,000 clients return within 5 s and resume, while 200 who were there first
/// go on talking in the same planets. Once it was asked to end, once it was killed; messages were under way both times.
/// </summary>
internal static class Storm
{
    private const int Clients = 5_000;
    private const int Others = 200;
    private const int Planets = 500;
    private const int PerSecond = 200;
    private const int Window = 64;
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(LoadRun run)
    {
        OpenFiles.Ensure(Clients + Others);
        var server = await run.StartServerAsync();
        try
        {
            using var admin = await AdminApi.LogInAsync(server);
            var world = await admin.MakeWorldAsync(Clients + Others, Planets);
            var meter = new LoadMeter();
            await using var crowd = await Crowd.OpenAsync(server.Address, world, Clients, Window, meter);
            foreach (var killed in new[] { false, true })
            {
                server = await RestartAsync(run, server, killed, crowd);
                run.Figures.Storms.Add(await ReturnAsync(run, server, killed, world, crowd, meter));
            }

            run.Figures.Orders.Add(meter.Order.End($"storm of {Clients}"));
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<ServerProcess> RestartAsync(LoadRun run, ServerProcess server, bool killed, Crowd crowd)
    {
        var ended = new TaskCompletionSource();
        var pace = Pace.RunAsync(crowd, Clients, PerSecond, ended.Task);
        await Task.Delay(run.Time);
        if (killed)
        {
            await server.KillAsync();
        }

        await server.DisposeAsync();
        ended.SetResult();
        await pace;
        return await ServerProcess.StartAsync(run.ConnectionString, server.Address);
    }

    private static async Task<StormResult> ReturnAsync(
        LoadRun run,
        ServerProcess server,
        bool killed,
        LoadWorld world,
        Crowd crowd,
        LoadMeter meter
    )
    {
        var restart = killed ? "SIGKILL" : "SIGTERM";
        var talk = new LoadMeter(meter.Order);
        await using var others = await Crowd.OpenAsync(server.Address, world, Clients, Others, Window, talk);
        var over = new TaskCompletionSource();
        var pace = Pace.RunAsync(others, Others, PerSecond, over.Task);
        await Task.Delay(Ahead);
        var measurement = await Measurement.StartAsync(talk, server.Id, run.Source);
        var storm = await new Comeback(server.Address, world).RunAsync(restart, crowd, Within);
        var meanwhile = measurement.End($"{Others} others while {Clients} return, {restart}");
        over.SetResult();
        await pace;
        await others.SettleAsync();
        await crowd.SettleAsync();
        run.Figures.Sockets.Add(meanwhile);
        return storm with { OthersMilliseconds = meanwhile.DeliveryMilliseconds };
    }
}
