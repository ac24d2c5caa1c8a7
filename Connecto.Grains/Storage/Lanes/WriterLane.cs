using System.Diagnostics;
using System.Threading.Channels;
using Connecto.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Connecto.Storage.Lanes;

/// <summary>
/// Writes the batches of its planets in the order they came, one transaction after the other. An idle lane writes the
/// first batch at once, and what comes while it commits makes the next transaction; a busy one lets a little more come.
/// </summary>
internal sealed class WriterLane : IAsyncDisposable
{
    /// <summary>
    /// Retries of sends come in flocks, after a crash or a lost network: once one was met, this many further
    /// transactions look for existing keys before they write.
    /// </summary>
    private const int LooksAfterRetry = 64;

    /// <summary>
    /// Planets of a transaction from which on a lane counts as busy. What follows within <see cref="_gatherFor"/> then
    /// shares its next transaction: most of what a small one costs is the same for a large one.
    /// </summary>
    private const int Busy = 4;

    private static readonly TimeSpan _gatherFor = TimeSpan.FromMilliseconds(3);

    private readonly StorageOptions _options;
    private readonly ILogger _logger;
    private readonly LaneConnection _connection;
    private readonly Channel<PendingBatch> _queue;
    private readonly List<PendingBatch> _taken = [];
    private readonly HashSet<long> _planets = [];
    private readonly HashSet<long> _matched = [];
    private readonly Task _running;
    private volatile bool _isSilent;
    private int _lookFor;
    private long _written;

    public WriterLane(Databases databases, StorageOptions options, ILogger logger)
    {
        _options = options;
        _logger = logger;
        _connection = new LaneConnection(databases, options, logger);
        _queue = Channel.CreateBounded<PendingBatch>(
            new BoundedChannelOptions(options.LaneQueue) { SingleReader = true }
        );
        _running = Task.Run(RunAsync);
    }

    /// <summary>Batches that wait.</summary>
    public int Queued => _queue.Reader.Count;

    /// <summary>PostgreSQL has not answered the transaction under way for <see cref="StorageOptions.SilentAfter"/>.</summary>
    public bool IsSilent => _isSilent;

    /// <summary>Messages that it has committed since it was made.</summary>
    public long Written => Volatile.Read(ref _written);

    /// <summary>False when the lane is full, silent or stopping.</summary>
    public bool TryAdd(PendingBatch pending)
    {
        if (_isSilent || !_queue.Writer.TryWrite(pending))
        {
            return false;
        }
        if (_isSilent)
        {
            // What waited had just been failed when it came.
            pending.FallSilent();
        }
        return true;
    }

    /// <summary>Writes what waits, takes nothing more, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _running;
        await _connection.DisposeAsync();
    }

    private async Task RunAsync()
    {
        while (await _queue.Reader.WaitToReadAsync())
        {
            Take();
            try
            {
                await CommitAsync(_taken, alone: false);
            }
            catch (Exception exception)
            {
                Log.LaneFailed(_logger, exception);
                End(_taken, new BatchOutcome.Unknown(exception.Message));
            }
            if (_taken.Count >= Busy && _queue.Reader.Count < _options.LanePlanets)
            {
                await Task.Delay(_gatherFor);
            }
        }
    }

    /// <summary>Takes what waits, up to the bounds. A planet's second batch waits for the next transaction.</summary>
    private void Take()
    {
        _taken.Clear();
        _planets.Clear();
        var rows = 0;
        while (
            _taken.Count < _options.LanePlanets
            && rows < _options.LaneRows
            && _queue.Reader.TryPeek(out var next)
            && _planets.Add(next.Batch.PlanetId.Value)
            && _queue.Reader.TryRead(out next)
        )
        {
            if (next.Cancelled)
            {
                next.End(new BatchOutcome.Failed("cancelled"));
                _planets.Remove(next.Batch.PlanetId.Value);
                continue;
            }
            rows += next.Rows;
            _taken.Add(next);
        }
        // One order of locks for all lanes of all silos.
        _taken.Sort((left, right) => left.Batch.PlanetId.CompareTo(right.Batch.PlanetId));
    }

    /// <param name="planets">What to write in one transaction.</param>
    /// <param name="alone">Whether this is the second try of a single planet.</param>
    /// <returns>Whether PostgreSQL answered.</returns>
    private async Task<bool> CommitAsync(List<PendingBatch> planets, bool alone)
    {
        if (planets.Count == 0)
        {
            return true;
        }
        var looksForKeys = _lookFor > 0;
        _lookFor = Math.Max(0, _lookFor - 1);
        var began = Stopwatch.GetTimestamp();
        var result = await WatchAsync(_connection.WriteAsync(planets, _matched, looksForKeys));
        switch (result.End)
        {
            case LaneEnd.KeyExists:
                _lookFor = LooksAfterRetry;
                return await CommitAsync(planets, alone);
            case LaneEnd.Committed:
                GrainMetrics.Committed(planets.Count, Stopwatch.GetElapsedTime(began));
                await EndCommittedAsync(planets);
                break;
            case LaneEnd.Refused when planets.Count > 1:
            case LaneEnd.Passing when !alone:
                Log.TransactionSplit(_logger, planets.Count, result.Reason);
                await CommitOneByOneAsync(planets);
                break;
            case LaneEnd.Refused:
            case LaneEnd.Passing:
                Log.PlanetRefused(_logger, planets[0].Batch.PlanetId, result.Reason);
                End(planets, new BatchOutcome.Failed(result.Reason));
                break;
            case LaneEnd.NotWritten:
                // First what waits behind: whoever is answered may hand in the next batch at once, and that one is tried.
                FailQueued(result.Reason);
                End(planets, new BatchOutcome.Failed(result.Reason));
                return false;
            default:
                End(planets, new BatchOutcome.Unknown(result.Reason));
                return false;
        }
        return true;
    }

    // One that hangs refuses nothing by itself, and would let everybody wait until it is given up: those too whose turn
    // comes after, where a transaction was split.
    private async Task<T> WatchAsync<T>(Task<T> asked)
    {
        using var answered = new CancellationTokenSource();
        if (await Task.WhenAny(asked, Task.Delay(_options.SilentAfter, answered.Token)) != asked)
        {
            Log.LaneSilent(_logger, _options.SilentAfter.TotalSeconds);
            _isSilent = true;
            _taken.ForEach(pending => pending.FallSilent());
            FailQueued("no answer");
        }
        try
        {
            return await asked;
        }
        finally
        {
            _isSilent = false;
            await answered.CancelAsync();
        }
    }

    // Once PostgreSQL is away, the rest does not wait for a try of its own each: nothing of it has been sent.
    private async Task CommitOneByOneAsync(List<PendingBatch> planets)
    {
        for (var i = 0; i < planets.Count; i++)
        {
            if (!await CommitAsync([planets[i]], alone: true))
            {
                End(planets[(i + 1)..], new BatchOutcome.Failed("unavailable"));
                return;
            }
        }
    }

    private async Task EndCommittedAsync(List<PendingBatch> planets)
    {
        List<PendingBatch>? lost = null;
        foreach (var pending in planets)
        {
            if (_matched.Contains(pending.Batch.PlanetId.Value))
            {
                Volatile.Write(ref _written, _written + pending.Batch.NewMessages.Count);
                pending.End(Committed);
            }
            else
            {
                (lost ??= []).Add(pending);
            }
        }
        if (lost is not null)
        {
            await EndLostAsync(lost);
        }
    }

    private async Task EndLostAsync(List<PendingBatch> lost)
    {
        try
        {
            var reasons = await WatchAsync(_connection.LookAsync(lost));
            foreach (var pending in lost)
            {
                var outcome = reasons.Judge(pending.Batch);
                if (outcome is BatchOutcome.Duplicates)
                {
                    _lookFor = LooksAfterRetry;
                }
                pending.End(outcome);
            }
        }
        catch (Exception exception)
        {
            // They did not match, so nothing of them is written, whatever the reason was.
            Log.LaneLost(_logger, exception, sent: false);
            End(lost, new BatchOutcome.Failed("unavailable"));
        }
    }

    /// <summary>PostgreSQL is away: what waits behind fails at once too, instead of each waiting for a try of its own.</summary>
    private void FailQueued(string reason)
    {
        for (var count = _queue.Reader.Count; count > 0 && _queue.Reader.TryRead(out var pending); count--)
        {
            pending.End(new BatchOutcome.Failed(reason));
        }
    }

    private static BatchOutcome Committed { get; } = new BatchOutcome.Committed();

    private static void End(List<PendingBatch> planets, BatchOutcome outcome)
    {
        foreach (var pending in planets)
        {
            pending.End(outcome);
        }
    }
}
