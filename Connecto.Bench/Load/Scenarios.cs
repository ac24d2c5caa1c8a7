using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>The ways in which a crowd loads a server.</summary>
internal sealed class Scenarios(int server, NpgsqlDataSource source)
{
    /// <summary>The senders keep their windows full: what the server can take.</summary>
    public async Task<LoadResult> FloodAsync(
        string name,
        Crowd crowd,
        int senders,
        LoadMeter meter,
        TimeSpan warmup,
        TimeSpan time
    )
    {
        crowd.BeginFlood(senders);
        await Task.Delay(warmup);
        var measurement = await Measurement.StartAsync(meter, server, source);
        await Task.Delay(time);
        var result = measurement.End(name);
        crowd.EndFlood();
        await crowd.SettleAsync();
        return result;
    }

    /// <summary>The senders take turns so that together they send at a rate: what a user feels.</summary>
    public async Task<LoadResult> PaceAsync(
        string name,
        Crowd crowd,
        int senders,
        double perSecond,
        LoadMeter meter,
        TimeSpan warmup,
        TimeSpan time
    )
    {
        var pace = Pace.RunAsync(crowd, senders, perSecond, Task.Delay(warmup + time));
        await Task.Delay(warmup);
        var measurement = await Measurement.StartAsync(meter, server, source);
        await pace;
        var result = measurement.End(name);
        await crowd.SettleAsync();
        return result;
    }
}
