using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace Connecto.Caching;

/// <summary>
/// One web node as the activation sees it: one call under way, and what comes meanwhile shares the next, so that changes
/// arrive in order. Used on the activation's turns only.
/// </summary>
internal sealed class ToldNode(
    Guid epoch,
    long number,
    string name,
    ICacheObserver observer,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Changes that wait for a node at most; one for which more would wait is lost.</summary>
    internal const int Most = 1_000;

    private readonly List<CacheChange> _waiting = [];
    private Task _call = Task.CompletedTask;
    private bool _isNextDue;

    public ICacheObserver Observer => observer;

    public string Name => name;

    public DateTimeOffset AttachedAt { get; set; }

    /// <summary>The number of the last change that it said it had.</summary>
    public long Number { get; private set; } = number;

    /// <summary>Whether it may lack something, and is told nothing more.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Completes once the node has been told, or is lost.</summary>
    public Task TellAsync(ImmutableArray<CacheChange> changes)
    {
        if (IsLost || _waiting.Count + changes.Length > Most)
        {
            IsLost = true;
            return Task.CompletedTask;
        }
        _waiting.AddRange(changes);
        if (!_isNextDue)
        {
            _isNextDue = true;
            _call = CallAsync(_call);
        }
        return _call;
    }

    private async Task CallAsync(Task former)
    {
        await former;
        var told = new CacheChanges(epoch, Number, [.. _waiting]);
        _waiting.Clear();
        _isNextDue = false;
        if (IsLost)
        {
            return;
        }
        try
        {
            await observer.Changed(told).WaitAsync(ICacheGrain.Patience, time);
            Number += told.Changes.Length;
        }
        catch (Exception failure)
        {
            IsLost = true;
            Log.NodeLost(logger, name, failure);
        }
    }
}
