using Connecto.Diagnostics;
using Connecto.Ids;
using Connecto.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Connecto.Search;

/// <summary>
/// Indexes what this silo writes, a moment after it. What it forgets, because too much waits or the silo ends, is indexed when
/// the planet's next block is whole; until then searches look through it.
/// </summary>
internal sealed class SearchIndexer(SearchIndex index, TimeProvider time, ILogger<SearchIndexer> logger)
    : BackgroundService
{
    /// <summary>Planets that wait, at most.</summary>
    internal const int MostWaiting = 100_000;

    private const int Together = 64;

    private static readonly TimeSpan _gatherFor = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan _afterFailure = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _wanted = new(0);
    private HashSet<Snowflake> _waiting = [];

    /// <summary>Planets that are not indexed as far as they could be.</summary>
    public int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Has the planet indexed where what was written makes a block whole or changes one.</summary>
    public void Wrote(PlanetBatch batch)
    {
        if (
            batch.NewMessages is [var first, ..]
                && MessageBlock.Whole(first.Seq - 1) < MessageBlock.Whole(batch.NewMessages[^1].Seq)
            || batch.Versions.Count > 0
        )
        {
            Want(batch.PlanetId);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wanted.WaitAsync(stoppingToken);
            await Task.Delay(_gatherFor, time, stoppingToken);
            if (!await TryIndexAsync(Take(), stoppingToken))
            {
                await Task.Delay(_afterFailure, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryIndexAsync(HashSet<Snowflake> planets, CancellationToken stop)
    {
        foreach (var some in planets.Chunk(Together))
        {
            try
            {
                var indexed = await index.IndexAsync(some, stop);
                GrainMetrics.Indexed(indexed.Messages);
                foreach (var planet in indexed.Unfinished)
                {
                    Want(planet);
                }
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Log.NotIndexed(logger, some.Length, failure);
                foreach (var planet in planets)
                {
                    Want(planet);
                }
                return false;
            }
        }
        return true;
    }

    private HashSet<Snowflake> Take()
    {
        lock (_lock)
        {
            var taken = _waiting;
            _waiting = [];
            return taken;
        }
    }

    private void Want(Snowflake planet)
    {
        lock (_lock)
        {
            if (_waiting.Count < MostWaiting && _waiting.Add(planet) && _waiting.Count == 1)
            {
                _wanted.Release();
            }
        }
    }
}
