using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Storage.Replicas;

namespace Connecto.Web.Caching;

/// <summary>
/// This node's cache as the register sees it. Who has changed something, wherever that was, sees it in the lists that he reads
/// here.
/// </summary>
internal sealed class CacheObserver(ChangeFeed feed, NodeCache cache, RecentWriters writers) : ICacheObserver
{
    public Task Changed(CacheChanges changes)
    {
        foreach (var change in changes.Changes)
        {
            if (change.UserId is { } userId)
            {
                writers.Wrote(userId);
            }
        }
        feed.Told(changes);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<CacheFigures>> Figures() => Task.FromResult(cache.Figures);
}
