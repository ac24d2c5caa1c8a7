using System.Diagnostics;
using Connecto.Bench.Data;
using Connecto.Bench.Scenes;
using Connecto.Search;
using Connecto.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Bench.Search;

/// <summary>Indexing beside sends: with the silo's indexer, and in turn without it.</summary>
internal sealed class IndexingLoad(BenchDatabase database, BenchSilo silo, SearchWorld world, OwnSearch own)
{
    private const int Turns = 2;
    private const int Flooding = 256;

    private static readonly TimeSpan _flood = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan _look = TimeSpan.FromMilliseconds(20);

    private readonly LoadSenders _senders = new(silo, world.Set);
    private readonly SearchIndexer _indexer = silo.Services.GetRequiredService<SearchIndexer>();
    private readonly Reindexing _left = new(silo.Services.GetRequiredService<Databases>());

    public async Task<IndexingResult> MeasureAsync(int rate, TimeSpan time)
    {
        await _senders.WakeAsync();
        await CaughtUpAsync();
        var (with, without, lag) = await SteadyAsync(rate, time / Turns);
        var rest = _senders.PaceAsync(rate, time);
        var found = await new FoundProbes(world, _senders, own).RunAsync(rest);
        await rest;
        var failed = _senders.Meter.FailedCount;
        var floods = await FloodsAsync();
        return new IndexingResult(rate, failed, found, with, without, lag.TotalSeconds, floods);
    }

    // In turn, so that whatever else the machine does meets them alike.
    private async Task<(List<Cores> With, List<Cores> Without, TimeSpan Lag)> SteadyAsync(int rate, TimeSpan time)
    {
        var (with, without, lag) = (new List<Cores>(), new List<Cores>(), TimeSpan.Zero);
        for (var turn = 0; turn < Turns; turn++)
        {
            await using (var watch = new IndexerWatch(_indexer))
            {
                with.Add(await CoresAsync());
                lag = watch.MostLag > lag ? watch.MostLag : lag;
            }
            await StopAsync();
            without.Add(await CoresAsync());
            await _indexer.StartAsync(CancellationToken.None);
            await CaughtUpAsync();
        }
        return (with, without, lag);

        async Task<Cores> CoresAsync()
        {
            var cpu = await CpuMeter.StartAsync(database.Source);
            await _senders.PaceAsync(rate, time);
            return await cpu.ReadAsync();
        }
    }

    private async Task<List<Flood>> FloodsAsync()
    {
        var floods = new List<Flood>();
        for (var turn = 0; turn < Turns; turn++)
        {
            await using var watch = new IndexerWatch(_indexer);
            var with = await _senders.FloodAsync(Flooding, _flood);
            var lag = watch.MostLag;
            var leftBehind = await _left.LeftAsync(CancellationToken.None);
            await CaughtUpAsync();
            await StopAsync();
            var without = await _senders.FloodAsync(Flooding, _flood);
            var isSaid = (await own.FindAsync(Korean.Frequent)).IsIndexing;
            var left = await _left.LeftAsync(CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            await _indexer.StartAsync(CancellationToken.None);
            await CaughtUpAsync();
            var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
            floods.Add(new Flood(with, without, lag.TotalSeconds, leftBehind, left, isSaid, left / seconds));
        }
        return floods;
    }

    // What waits meanwhile is told the indexer again: a planet at its next whole block, and all of them when it starts.
    private async Task StopAsync()
    {
        await CaughtUpAsync();
        await _indexer.StopAsync(CancellationToken.None);
    }

    private async Task CaughtUpAsync()
    {
        while (_indexer.Waiting > 0 || _indexer.Lag > TimeSpan.Zero)
        {
            await Task.Delay(_look);
        }
    }
}
