using System.Diagnostics;
using Connecto.Bench.Scenes;

namespace Connecto.Bench.Away;

/// <summary>Watches at a server's <c>/metrics</c> how many counters wait to be written.</summary>
internal sealed class WaitingCounters(Uri server) : IDisposable
{
    private const string Waiting = "connecto_counters_waiting",
        Age = "connecto_counters_age_seconds",
        DroppedTotal = "connecto_counters_dropped_total";

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(100);

    private readonly ServerMetrics _metrics = new(server);

    public double MostWaiting { get; private set; }

    public double Dropped { get; private set; }

    /// <summary>Looks again and again until it is told to stop.</summary>
    public async Task WatchAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var samples = await _metrics.ReadAsync();
            MostWaiting = Math.Max(MostWaiting, Value(samples, Waiting));
            Dropped = Math.Max(Dropped, Value(samples, DroppedTotal));
            await Task.Delay(_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Returns once no counter waits that waited at that time, with how long after it that is.</summary>
    public async Task<TimeSpan> FlushedAsync(long since)
    {
        while (true)
        {
            var samples = await _metrics.ReadAsync();
            var passed = Stopwatch.GetElapsedTime(since);
            if (Value(samples, Waiting) == 0 || Value(samples, Age) < passed.TotalSeconds)
            {
                return passed;
            }
            await Task.Delay(_look);
        }
    }

    public void Dispose() => _metrics.Dispose();

    private static double Value(IEnumerable<MetricSample> samples, string name) =>
        samples.Where(sample => sample.Name == name).Sum(sample => sample.Value);
}
