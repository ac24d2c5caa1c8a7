using System.Collections.Immutable;
using Orleans;

namespace Connecto.Caching;

/// <summary>
/// Tells all web nodes what has changed, under key 0. It stores nothing: a new activation begins a new epoch, at which
/// nodes give up all that they have cached.
/// </summary>
public interface ICacheGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Has a web node told from now on, or goes on with it; after <see cref="GoodFor"/> without it the node is forgotten.
    /// </summary>
    Task<CacheStand> Attach(string node, ICacheObserver observer);

    /// <summary>
    /// Completes once every node that answers within <see cref="Patience"/> has been told. One that does not is told
    /// nothing more until it attaches again, and then finds by its <see cref="CacheStand"/> that it missed something.
    /// </summary>
    Task Changed(ImmutableArray<CacheChange> changes);

    /// <summary>What caches did on all web nodes that answer within 2 s, each node's by itself.</summary>
    Task<ImmutableArray<CacheFigures>> Figures();

    /// <summary>How often nodes attach.</summary>
    static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(15);

    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
}

/// <summary>A web node's cache: one object per node.</summary>
public interface ICacheObserver : IGrainObserver
{
    /// <summary>Gives up what these changes make wrong; it waits for nothing.</summary>
    Task Changed(CacheChanges changes);

    /// <summary>What its caches did, by kind.</summary>
    Task<ImmutableArray<CacheFigures>> Figures();
}
