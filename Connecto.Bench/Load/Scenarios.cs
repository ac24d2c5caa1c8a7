using System.Diagnostics;
using Npgsql;

namespace Connecto.Bench.Load;

/// <summary>The ways in which a crowd loads a server.</summary>
internal sealed class Scenarios(int server, NpgsqlDataSource source)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

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
        var flooding = crowd.Connections.Take(senders).ToList();
        foreach (var connection in flooding)
        {
            connection.Flooding = true;
            connection.Fill();
        }

        await Task.Delay(warmup);
        var measurement = await Measurement.StartAsync(meter, server, source);
        await Task.Delay(time);
        var result = measurement.End(name);
        flooding.ForEach(connection => connection.Flooding = false);
        await crowd.QuietAsync();
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
        var sent = 0L;
        Measurement? measurement = null;
        using var timer = new PeriodicTimer(Step);
        for (var started = Stopwatch.GetTimestamp(); await timer.WaitForNextTickAsync(); )
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed >= warmup + time)
            {
                break;
            }

            if (elapsed >= warmup)
            {
                measurement ??= await Measurement.StartAsync(meter, server, source);
            }

            for (; sent < elapsed.TotalSeconds * perSecond; sent++)
            {
                crowd.Connections[(int)(sent % senders)].Send();
            }
        }

        var result = measurement!.End(name);
        await crowd.QuietAsync();
        return result;
    }
}
