using System.Collections.Immutable;
using Connecto.Ids;
using Microsoft.Extensions.Logging;
using Orleans;

namespace Connecto.Caching;

/// <summary>
/// Tells all web nodes what this process has changed; to be called after the commit and before its caller is answered.
/// One call is under way, and what comes meanwhile shares the next. What cannot be told is told again until it can; what
/// a process has not told when it dies, values keep for as long as their kind may. Safe for any number of callers.
/// </summary>
public sealed class ChangeTeller : IDisposable
{
    /// <summary>Changes that wait at most; more are told as <see cref="CacheChange.Everything"/>.</summary>
    internal const int Most = 500;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    private readonly Func<ImmutableArray<CacheChange>, Task> _tell;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private readonly List<CacheChange> _waiting = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _call = Task.CompletedTask;
    private bool _isNextDue;

    public ChangeTeller(IGrainFactory grains, TimeProvider time, ILogger<ChangeTeller> logger)
        : this(changes => grains.GetGrain<ICacheGrain>(0).Changed(changes), time, logger) { }

    internal ChangeTeller(Func<ImmutableArray<CacheChange>, Task> tell, TimeProvider time, ILogger logger) =>
        (_tell, _time, _logger) = (tell, time, logger);

    /// <summary>A change of this process, before anybody is told. Handlers neither wait nor throw.</summary>
    public event Action<CacheChange>? Telling;

    /// <summary>
    /// Tells once the commit has ended, also where it failed: one that was cancelled, or lost its connection, may have
    /// happened.
    /// </summary>
    public async Task<T> AfterAsync<T>(Task<T> commit, Snowflake? userId, params ImmutableArray<string> tags)
    {
        try
        {
            return await commit;
        }
        finally
        {
            await TellAsync(userId, tags);
        }
    }

    /// <param name="userId">Who made the change.</param>
    /// <param name="tags">What it makes wrong, by <see cref="CacheTags"/>.</param>
    public Task TellAsync(Snowflake? userId, params ImmutableArray<string> tags) =>
        TellAsync(new CacheChange(tags, userId));

    /// <summary>Completes once the nodes know, or after 2 s; never fails.</summary>
    public async Task TellAsync(CacheChange change)
    {
        Telling?.Invoke(change);
        try
        {
            await Add(change).WaitAsync(_patience, _time);
        }
        catch (TimeoutException)
        {
            // It goes on by itself.
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private Task Add(CacheChange change)
    {
        lock (_lock)
        {
            if (_waiting.Count >= Most)
            {
                _waiting.Clear();
                change = CacheChange.Everything;
            }
            _waiting.Add(change);
            if (!_isNextDue)
            {
                _isNextDue = true;
                var (former, stop) = (_call, _stop.Token);
                // Not as part of the grain that may have called.
                _call = Task.Run(() => CallAsync(former, stop), CancellationToken.None);
            }
            return _call;
        }
    }

    private async Task CallAsync(Task former, CancellationToken stop)
    {
        await former;
        ImmutableArray<CacheChange> changes;
        lock (_lock)
        {
            changes = [.. _waiting];
            _waiting.Clear();
            _isNextDue = false;
        }
        while (!await TryTellAsync(changes) && !stop.IsCancellationRequested)
        {
            await Task.Delay(_pause, _time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> TryTellAsync(ImmutableArray<CacheChange> changes)
    {
        try
        {
            await _tell(changes);
            return true;
        }
        catch (Exception failure)
        {
            Log.NotTold(_logger, changes.Length, failure);
            return false;
        }
    }
}
