using System.Diagnostics;
using Connecto.Bench.Load;

namespace Connecto.Bench.Search;

/// <summary>Sends a message that nothing else is like, and looks for it from its acknowledgement on until it is found.</summary>
internal sealed class FoundProbes(SearchWorld world, LoadSenders senders, OwnSearch own)
{
    private static readonly TimeSpan _every = TimeSpan.FromMilliseconds(200);

    private readonly LatencyHistogram _found = new();
    private double _most;
    private int _again;

    /// <summary>Goes on until it is told to stop.</summary>
    public async Task<FoundResult> RunAsync(Task stop)
    {
        using var timer = new PeriodicTimer(_every);
        for (var number = 0; !stop.IsCompleted && await timer.WaitForNextTickAsync(); number++)
        {
            var word = $"probe{Guid.NewGuid():N}"[..16];
            await senders.SendAsync(world.Planets[number % world.Planets.Count].Id, world.UserId, $"서울 {word}");
            var acknowledged = Stopwatch.GetTimestamp();
            while ((await own.FindAsync(word)).All.IsEmpty)
            {
                _again++;
            }
            _found.Record(Stopwatch.GetTimestamp() - acknowledged);
            _most = Math.Max(_most, Stopwatch.GetElapsedTime(acknowledged).TotalMilliseconds);
        }
        return new FoundResult(_found.Count, _found.Milliseconds(0.5), _found.Milliseconds(0.95), _most, _again);
    }
}

/// <summary>Milliseconds from acknowledgements until messages were found.</summary>
/// <param name="Again">Searches that did not find it yet.</param>
internal sealed record FoundResult(long Messages, double P50, double P95, double Most, int Again);
