using System.Diagnostics;

namespace Connecto.Bench.Scenes;

/// <summary>Plays scenarios one after the other on one server, and measures each once it has warmed up.</summary>
internal sealed class SceneStage(Uri server, SceneAdmin admin, TimeSpan warmup, TimeSpan time) : IDisposable
{
    private readonly ServerMetrics _metrics = new(server);

    /// <param name="name">The scenario's.</param>
    /// <param name="play">Plays it until it is told to stop; only what the first of the two callers calls is counted.</param>
    public async Task<SceneResult> PlayAsync(string name, Func<SceneCaller, SceneCaller, CancellationToken, Task> play)
    {
        using var caller = new SceneCaller(server);
        using var beside = new SceneCaller(server);
        using var stop = new CancellationTokenSource();
        var playing = play(caller, beside, stop.Token);
        await Task.WhenAny(playing, Task.Delay(warmup));
        var (slowBefore, before) = (await admin.SlowQueriesAsync(), await _metrics.ReadAsync());
        var meter = new SceneMeter();
        caller.CountWith(meter);
        var started = Stopwatch.GetTimestamp();
        var watching = _metrics.WatchAsync(stop.Token);
        await Task.WhenAny(playing, Task.Delay(time));
        var measured = Stopwatch.GetElapsedTime(started);
        caller.CountWith(new SceneMeter());
        var figures = meter.Figures(measured);
        await stop.CancelAsync();
        await Task.WhenAll(playing, watching);
        var slow = (await admin.SlowQueriesAsync()).Where(query =>
            query.Value > slowBefore.GetValueOrDefault(query.Key)
        );
        var rates = CacheRates.Between(before, await _metrics.ReadAsync());
        return new SceneResult(name, figures, slow.ToDictionary(), _metrics.MostPending, rates);
    }

    public void Dispose() => _metrics.Dispose();
}
