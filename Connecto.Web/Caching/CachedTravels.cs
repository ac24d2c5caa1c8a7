using Connecto.Caching;
using Connecto.Ids;
using Connecto.Travels;
using Connecto.Web.Api;

namespace Connecto.Web.Caching;

/// <summary>Pages of travels and of who takes part in them; who may see them is asked before.</summary>
internal sealed class CachedTravels(NodeCache cache, TravelLists lists)
{
    /// <summary>
    /// Popular travels. One that is deleted, hidden, renamed or handed over is so at once; counts of members may be off
    /// by a tenth, and by that the order. The first <see cref="PopularTop.Most"/> are kept as one, so that none of them stands
    /// on two pages, or on none, whenever these are asked for; those after them are read each time.
    /// </summary>
    public async Task<Listing<Travel>> PopularAsync(PopularPage page, CancellationToken cancellation)
    {
        var top = await cache.GetOrCreateAsync(
            CacheKind.Popular,
            "top",
            async () =>
                PopularTop.Of(await lists.PopularAsync(after: null, PopularTop.Most + 1, CancellationToken.None)),
            cancellation
        );
        var (after, wanted) = (page.After ?? TravelRank.First, page.Limit + 1);
        List<Travel> travels = [.. top.After(after, wanted)];
        if (travels.Count < wanted && top.End is { } end)
        {
            var place = after.IsAfter(end) ? after : end;
            travels.AddRange(await lists.PopularAsync(place, wanted - travels.Count, cancellation));
        }
        return page.Of(travels);
    }

    /// <summary>Who takes part in the travel, with their names, as of now.</summary>
    public Task<Listing<TravelMember>> MembersAsync(Snowflake travelId, Page page, CancellationToken cancellation) =>
        cache.GetOrCreateAsync(
            CacheKind.Lists,
            $"{CacheTags.TravelMembers(travelId)}:{page.Cursor}:{page.Limit}",
            async () =>
            {
                var rows = await lists.MembersAsync(travelId, page.Cursor, page.Limit + 1, CancellationToken.None);
                var listing = page.Of(rows, member => member.UserId, member => member);
                return new Cached<Listing<TravelMember>>(
                    listing,
                    [
                        CacheTags.TravelMembers(travelId),
                        .. listing.Items.Select(member => CacheTags.User(member.UserId)),
                    ]
                );
            },
            cancellation
        );
}
