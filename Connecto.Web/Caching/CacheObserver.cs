using System.Collections.Immutable;
using Connecto.Caching;

namespace Connecto.Web.Caching;

/// <summary>This node's cache as the register sees it.</summary>
internal sealed class CacheObserver(ChangeFeed feed, NodeCache cache) : ICacheObserver
{
    public Task Changed(CacheChanges changes)
    {
        feed.Told(changes);
        return Task.CompletedTask;
    }

    public Task<ImmutableArray<CacheFigures>> Figures() => Task.FromResult(cache.Figures);
}
