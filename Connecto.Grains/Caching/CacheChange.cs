using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Caching;

/// <summary>Something that was committed: what it makes wrong in caches, and who did it, null where nobody in particular.</summary>
[GenerateSerializer, Immutable]
public sealed record CacheChange(ImmutableArray<string> Tags, Snowflake? UserId)
{
    /// <summary>Changes that were not kept one by one.</summary>
    public static readonly CacheChange Everything = new([CacheTags.Everything], null);
}

/// <summary>
/// Changes in order, as a web node is told them. They are numbered without a gap from 1 under an epoch, which is the
/// activation's: these are those after number <c>From</c>.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record CacheChanges(Guid Epoch, long From, ImmutableArray<CacheChange> Changes);

/// <summary>The number of the last change that a web node has been told; every one after it will be told.</summary>
[GenerateSerializer, Immutable]
public sealed record CacheStand(Guid Epoch, long Number);
