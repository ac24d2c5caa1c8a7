using Orleans;

namespace Connecto.Caching;

/// <summary>What the cache of one kind did since its web node started, or of several nodes together.</summary>
/// <param name="Kind">Such as <c>profiles</c>.</param>
/// <param name="Hits">Readings that were answered by what was there, or by a reading that was under way.</param>
/// <param name="Misses">Readings that went further.</param>
/// <param name="Invalidations">Values that were given up because they had changed.</param>
/// <param name="Entries">Values that are held now.</param>
[GenerateSerializer, Immutable]
public sealed record CacheFigures(string Kind, long Hits, long Misses, long Invalidations, long Entries)
{
    /// <summary>The same kind on two nodes.</summary>
    public CacheFigures With(CacheFigures other) =>
        this with
        {
            Hits = Hits + other.Hits,
            Misses = Misses + other.Misses,
            Invalidations = Invalidations + other.Invalidations,
            Entries = Entries + other.Entries,
        };
}
