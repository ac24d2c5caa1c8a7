using System.Collections.Immutable;
using Connecto.Caching;
using Connecto.Travels;

namespace Connecto.Web.Caching;

/// <summary>
/// The most popular travels as they were at one moment, through which callers page. Which travels are among them changes only
/// by what is told, so every other one is found in the database after <paramref name="End"/>.
/// </summary>
/// <param name="End">After it come all others; null where there are none.</param>
internal sealed record PopularTop(ImmutableArray<Travel> Travels, TravelRank? End)
{
    /// <summary>Travels that are among them at most.</summary>
    public const int Most = 200;

    /// <param name="read">The first travels, one more than <see cref="Most"/> where there are so many.</param>
    public static Cached<PopularTop> Of(IReadOnlyList<Travel> read)
    {
        if (read.Count <= Most)
        {
            return Cached(new PopularTop([.. read], End: null), [CacheTags.NewTravels]);
        }
        var last = TravelRank.Of(read[Most - 1]);
        if (MemberCounts.AreAllTold(last.MemberCount + 1))
        {
            // Every count of one that comes past the last is told.
            string[] passing =
            [
                CacheTags.MembersReached(last.MemberCount),
                CacheTags.MembersReached(last.MemberCount + 1),
            ];
            return Cached(
                new PopularTop([.. read.Take(Most)], last),
                last.MemberCount <= 1 ? [.. passing, CacheTags.NewTravels] : passing
            );
        }
        // Not every count is: they end at one that is.
        var least = MemberCounts.Above(read[Most].MemberCount);
        return Cached(
            new PopularTop([.. read.TakeWhile(one => one.MemberCount >= least)], new TravelRank(least, default)),
            [CacheTags.MembersReached(least)]
        );
    }

    /// <summary>At most so many of them that come after a place.</summary>
    public IEnumerable<Travel> After(TravelRank place, int limit) =>
        Travels.SkipWhile(one => !TravelRank.Of(one).IsAfter(place)).Take(limit);

    private static Cached<PopularTop> Cached(PopularTop top, IEnumerable<string> entering) =>
        new(top, [CacheTags.PublicTravels, .. entering, .. top.Travels.Select(one => CacheTags.Travel(one.Id))]);
}
