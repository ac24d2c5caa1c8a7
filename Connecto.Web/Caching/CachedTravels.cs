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
    /// by a tenth, and by that the order, for as long as the page is kept.
    /// </summary>
    public Task<Listing<Travel>> PopularAsync(PopularPage page, CancellationToken cancellation) =>
        cache.GetOrCreateAsync(
            CacheKind.Popular,
            $"{page.After?.MemberCount}-{page.After?.Id}:{page.Limit}",
            async () =>
            {
                var listing = page.Of(await lists.PopularAsync(page.After, page.Limit + 1, CancellationToken.None));
                List<string> tags = [CacheTags.PublicTravels, .. listing.Items.Select(one => CacheTags.Travel(one.Id))];
                // A travel that is made has one member, and comes first of those that have.
                if (listing.NextCursor is null || listing.Items[^1].MemberCount <= 1)
                {
                    tags.Add(CacheTags.NewTravels);
                }
                return new Cached<Listing<Travel>>(listing, tags);
            },
            cancellation
        );

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
