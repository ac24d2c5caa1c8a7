using Connecto.Diagnostics;
using Connecto.Ids;
using Connecto.Storage.Replicas;
using Microsoft.Extensions.Logging;

namespace Connecto.Storage;

/// <summary>
/// Write-behind for what can be recomputed: read cursors, reply counts, and when users were last seen. Values of one
/// key are merged in memory, the greatest wins, and are flushed together; PostgreSQL keeps the greater one too, so a
/// flush that comes twice or late does no harm. A crash loses at most one flush. Any number of threads may call it.
/// </summary>
public sealed class CounterWriter : IAsyncDisposable
{
    /// <summary>Counters a second from which on more of them are merged before they are written.</summary>
    private const double CalmRate = 4_000;

    /// <summary>Counters that are soon written along with those of a planet that cannot wait.</summary>
    private const int Little = 1_000;

    private readonly StorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<CounterWriter> _logger;
    private readonly CounterTable _table;
    private readonly RecentWriters _writers;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _flushing = new(1);
    private readonly CancellationTokenSource _stop = new();
    private PendingCounters _pending = new();

    // What is being written now.
    private PendingCounters? _taken;
    private TaskCompletionSource _filled = NewSignal();
    private long _dropped;
    private long _failures;
    private Task? _running;

    public CounterWriter(StorageOptions options, Databases databases, TimeProvider time, ILogger<CounterWriter> logger)
    {
        _options = options;
        _time = time;
        _logger = logger;
        _table = new CounterTable(databases.Primary);
        _writers = databases.Writers;
    }

    /// <summary>Counters that are not flushed yet, with those that are being written.</summary>
    public int Depth
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count + (_taken?.Count ?? 0);
            }
        }
    }

    /// <summary>How long the oldest waiting counter has waited; zero when none waits.</summary>
    public TimeSpan Age
    {
        get
        {
            lock (_lock)
            {
                var oldest = _taken is { Count: > 0 } ? _taken : _pending;
                return oldest.Count == 0 ? TimeSpan.Zero : _time.GetElapsedTime(oldest.Since);
            }
        }
    }

    /// <summary>Counters that were given up because too many waited, since the start.</summary>
    public long Dropped
    {
        get
        {
            lock (_lock)
            {
                return _dropped;
            }
        }
    }

    /// <summary>Whether counters of the planet are not written yet.</summary>
    public bool Holds(Snowflake planetId)
    {
        lock (_lock)
        {
            return _pending.Holds(planetId.Value) || _taken?.Holds(planetId.Value) == true;
        }
    }

    /// <summary>How many of the planet's counters are not written yet, and how long they have waited at most.</summary>
    public (int Counters, TimeSpan Age) WaitingOf(Snowflake planetId)
    {
        lock (_lock)
        {
            var (later, earlier) = (_pending.CountOf(planetId.Value), _taken?.CountOf(planetId.Value) ?? 0);
            var since = earlier > 0 ? _taken!.Since : _pending.Since;
            return later + earlier == 0 ? (0, TimeSpan.Zero) : (later + earlier, _time.GetElapsedTime(since));
        }
    }

    /// <summary>
    /// The user's cursor in the planet has reached <paramref name="seq"/>. False where it is not taken because too many
    /// wait.
    /// </summary>
    public bool Cursor(Snowflake planetId, Snowflake userId, long seq)
    {
        lock (_lock)
        {
            var key = (planetId.Value, userId.Value);
            return Count(Filling().AddCursor(key, seq, Bound(_taken?.Cursors.ContainsKey(key))));
        }
    }

    /// <summary>The message at <paramref name="seq"/> has <paramref name="count"/> replies.</summary>
    public void ReplyCount(Snowflake planetId, long seq, int count)
    {
        lock (_lock)
        {
            var key = (planetId.Value, seq);
            Count(Filling().AddReplyCount(key, count, Bound(_taken?.ReplyCounts.ContainsKey(key))));
        }
    }

    /// <summary>The user was connected at that time.</summary>
    public void LastSeen(Snowflake userId, DateTimeOffset at)
    {
        lock (_lock)
        {
            var bound = Bound(_taken?.LastSeen.ContainsKey(userId.Value));
            Count(Filling().AddLastSeen(userId.Value, at.ToUniversalTime(), bound));
        }
    }

    /// <summary>
    /// Flushes what waits for the planet, with all that waits where it is little. Returns also when PostgreSQL is away: the
    /// counters then stay and are tried again.
    /// </summary>
    public async Task FlushAsync(Snowflake planetId, CancellationToken cancellation = default)
    {
        var failures = Interlocked.Read(ref _failures);
        await _flushing.WaitAsync(cancellation);
        try
        {
            bool waits,
                isMuch;
            lock (_lock)
            {
                (waits, isMuch) = (_pending.Holds(planetId.Value), _pending.Count > Little);
            }
            // After one that failed since, another attempt would keep all who wait here from getting on.
            if (waits && failures == Interlocked.Read(ref _failures))
            {
                await FlushOnceAsync(isMuch ? planetId : null, cancellation);
            }
        }
        finally
        {
            _flushing.Release();
        }
    }

    /// <summary>Begins to flush in the background.</summary>
    public void Start() => _running ??= Task.Run(() => RunAsync(_stop.Token));

    /// <summary>Ends the background flushing and flushes the rest once.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        await _stop.CancelAsync();
        if (_running is not null)
        {
            await _running;
        }
        await _flushing.WaitAsync(cancellation);
        try
        {
            await FlushOnceAsync(planetId: null, cancellation);
        }
        finally
        {
            _flushing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _flushing.Dispose();
        _stop.Dispose();
    }

    /// <summary>Where a counter is added; wakes the background flushing at the first.</summary>
    private PendingCounters Filling()
    {
        if (_pending.Count == 0)
        {
            _pending.Since = _time.GetTimestamp();
            _filled.TrySetResult();
        }
        return _pending;
    }

    /// <summary>
    /// How many may wait beside those that are being written, which come back if that fails. A key that is among them is no
    /// new one.
    /// </summary>
    private int Bound(bool? isBeingWritten) =>
        isBeingWritten == true ? int.MaxValue : _options.CounterKeys - (_taken?.Count ?? 0);

    private bool Count(bool added)
    {
        if (!added)
        {
            _dropped++;
        }
        return added;
    }

    private async Task RunAsync(CancellationToken stop)
    {
        var pause = _options.CounterDelay;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await _filled.Task.WaitAsync(stop);
                await Task.Delay(pause, _time, stop);
                await _flushing.WaitAsync(stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            try
            {
                var began = _time.GetTimestamp();
                var flushed = await FlushOnceAsync(planetId: null, CancellationToken.None);
                pause = flushed is { } counters
                    ? Pause(_options, _time.GetElapsedTime(began), counters)
                    : _options.CounterDelayAtMost;
            }
            finally
            {
                _flushing.Release();
            }
        }
    }

    /// <summary>
    /// How long counters are merged before the next flush: after slow flushes longer, so that they take at most a fifth of
    /// the time, and after large ones, so that those who read on and on cost few writes.
    /// </summary>
    internal static TimeSpan Pause(StorageOptions options, TimeSpan lastFlush, int counters)
    {
        var pause = TimeSpan.FromSeconds(Math.Max(lastFlush.TotalSeconds * 4, counters / CalmRate));
        return pause < options.CounterDelay ? options.CounterDelay
            : pause > options.CounterDelayAtMost ? options.CounterDelayAtMost
            : pause;
    }

    /// <summary>
    /// Writes all that waits, or what does of one planet, and answers how much it was; null where it failed and was put back
    /// under what came since. Holds <c>_flushing</c>.
    /// </summary>
    private async Task<int?> FlushOnceAsync(Snowflake? planetId, CancellationToken cancellation)
    {
        PendingCounters taken;
        lock (_lock)
        {
            _taken = taken = Take(planetId);
        }
        try
        {
            var began = _time.GetTimestamp();
            await _table.WriteAsync(taken, cancellation);
            var took = _time.GetElapsedTime(began);
            // Before they are forgotten here: a replica may not have them yet.
            foreach (var of in taken.ReplyCounts.Keys.Select(key => key.Planet).Distinct())
            {
                _writers.Wrote(new Snowflake(of));
            }
            lock (_lock)
            {
                _taken = null;
            }
            GrainMetrics.Flushed(taken.Count, took);
            return taken.Count;
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref _failures);
            GrainMetrics.FlushFailed();
            Log.CountersNotFlushed(_logger, exception, taken.Count);
            lock (_lock)
            {
                taken.Merge(_pending);
                (_pending, _taken) = (taken, null);
                _filled.TrySetResult();
            }
            return null;
        }
    }

    private PendingCounters Take(Snowflake? planetId)
    {
        if (planetId is { } planet)
        {
            return _pending.TakeOf(planet.Value);
        }
        var all = _pending;
        _pending = new PendingCounters();
        _filled = NewSignal();
        return all;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
