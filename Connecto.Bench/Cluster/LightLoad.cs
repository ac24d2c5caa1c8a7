using System.Collections.Concurrent;
using System.Diagnostics;
using Connecto.Bench.Domain;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Bench.Cluster;

/// <summary>Messages to planets in turn, so many a second; what fails for a reason that passes is sent again.</summary>
internal sealed class LightLoad(PlanetSenders senders, IReadOnlyList<PlanetMemory.Made> planets, int perSecond)
{
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentBag<double> _milliseconds = [];
    private int _failures;
    private int _lost;

    /// <summary>How long each message took, with what it took to send it again.</summary>
    public IReadOnlyCollection<double> Milliseconds => _milliseconds;

    /// <summary>Calls that failed and were made again.</summary>
    public int Failures => _failures;

    /// <summary>Messages that were given up.</summary>
    public int Lost => _lost;

    public async Task RunAsync(CancellationToken stop)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / perSecond));
        var sending = new List<Task>();
        try
        {
            for (var i = 0; await timer.WaitForNextTickAsync(stop); i++)
            {
                sending.Add(SendAsync(planets[i % planets.Count], $"spread-{i}"));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(sending);
        }
    }

    private async Task SendAsync(PlanetMemory.Made planet, string key)
    {
        var since = Stopwatch.GetTimestamp();
        var request = new SendRequest(new Snowflake(planet.User), key, "text", null, []);
        while (Stopwatch.GetElapsedTime(since) < Patience)
        {
            try
            {
                await senders.SendAsync(new Snowflake(planet.Id), request);
                _milliseconds.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
                return;
            }
            catch (Exception failure) when (failure is not ChatException { Code: not ErrorCode.Unavailable })
            {
                Interlocked.Increment(ref _failures);
                await Task.Delay(Again);
            }
        }
        Interlocked.Increment(ref _lost);
    }
}
