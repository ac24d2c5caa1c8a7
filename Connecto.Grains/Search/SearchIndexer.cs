using Connecto.Diagnostics;
using Connecto.Ids;
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
    private long? _since;
    private long? _indexingSince;

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

    /// <summary>How long the planet that has waited the longest does; zero where none waits.</summary>
    public TimeSpan Lag
    {
        get
        {
            lock (_lock)
            {
                return (_indexingSince ?? _since) is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Has a planet indexed that has come so far, where that makes a block whole, or where messages were edited.</summary>
    public void Wrote(Snowflake planetId, long headSeqBefore, long headSeq, bool edited)
    {
        if (edited || MessageBlock.Whole(headSeqBefore) < MessageBlock.Whole(headSeq))
        {
            Want(planetId);
        }
    }

    /// <summary>Has a planet indexed as far as it can be; forgotten where too many wait.</summary>
    public void Want(Snowflake planet)
    {
        lock (_lock)
        {
            if (_waiting.Count < MostWaiting && _waiting.Add(planet))
            {
                _since ??= time.GetTimestamp();
                if (_waiting.Count == 1)
                {
                    _wanted.Release();
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        GrainMetrics.Watch(this);
        try
        {
            var isBehind = false;
            while (!stoppingToken.IsCancellationRequested)
            {
                await _wanted.WaitAsync(stoppingToken);
                if (!isBehind)
                {
                    await Task.Delay(_gatherFor, time, stoppingToken);
                }
                var planets = Take();
                var left = await TryIndexAsync(planets, stoppingToken);
                if (left is null)
                {
                    await Task.Delay(_afterFailure, time, stoppingToken);
                }
                isBehind = left?.Count > 0;
                Return(left ?? planets);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }
        finally
        {
            GrainMetrics.Forget(this);
        }
    }

    /// <summary>Answers the planets of which there is more; null where it failed.</summary>
    private async Task<IReadOnlyCollection<Snowflake>?> TryIndexAsync(
        IReadOnlyCollection<Snowflake> planets,
        CancellationToken stop
    )
    {
        List<Snowflake> left = [];
        foreach (var some in planets.Chunk(Together))
        {
            try
            {
                var indexed = await index.IndexAsync(some, stop);
                GrainMetrics.Indexed(indexed.Messages);
                left.AddRange(indexed.Unfinished);
            }
            catch (Exception failure) when (!stop.IsCancellationRequested)
            {
                Log.NotIndexed(logger, some.Length, failure);
                return null;
            }
        }
        return left;
    }

    private HashSet<Snowflake> Take()
    {
        lock (_lock)
        {
            var taken = _waiting;
            (_waiting, _indexingSince, _since) = ([], _since, null);
            return taken;
        }
    }

    private void Return(IReadOnlyCollection<Snowflake> left)
    {
        foreach (var planet in left)
        {
            Want(planet);
        }
        lock (_lock)
        {
            // What is left has waited for that long.
            _since = left.Count > 0 ? _indexingSince : _since;
            _indexingSince = null;
        }
    }
}
