using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Connecto.Storage;

namespace Connecto.Bench.Scenes;

/// <summary>What the counters' writer of this process does: its flushes, and how many counters wait at most.</summary>
internal sealed class FlushMeter : IAsyncDisposable
{
    private const string Duration = "connecto.counters.flush.duration";

    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(50);

    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<double> _seconds = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CounterWriter _counters;
    private readonly Task _looking;

    public FlushMeter(CounterWriter counters)
    {
        _counters = counters;
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == Duration)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => _seconds.Enqueue(seconds));
        _listener.Start();
        _looking = LookAsync();
    }

    /// <summary>Of each flush, in milliseconds.</summary>
    public IReadOnlyList<double> Milliseconds => [.. _seconds.Select(seconds => seconds * 1000)];

    public int MostWaiting { get; private set; }

    /// <summary>Returns once nothing waits to be written.</summary>
    public async Task FlushedAsync()
    {
        while (_counters.Depth > 0)
        {
            await Task.Delay(_look);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            MostWaiting = Math.Max(MostWaiting, _counters.Depth);
            await Task.Delay(_look, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
