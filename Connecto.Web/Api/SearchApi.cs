using System.Globalization;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Search;
using Connecto.Travels;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Searches in what the caller may read.</summary>
internal static class SearchApi
{
    public static void MapSearchApi(this IEndpointRouteBuilder api) =>
        api.MapGroup("search").WithTags("search").MapGet("messages", Messages);

    private static async Task<Ok<SearchPage>> Messages(
        Caller caller,
        HttpRequest request,
        SearchPages pages,
        TravelStore travels,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        var asked = Read(caller, request);
        if (asked.Scope.TravelId is { } travelId)
        {
            (await travels.FindAsync(travelId, caller.UserId, cancellation)).RequireMember();
        }
        if (asked.Scope.PlanetId is { } planetId)
        {
            await grains.Planet(planetId).Get(caller.UserId);
        }
        return TypedResults.Ok(await pages.PageAsync(asked, cancellation));
    }

    private static SearchRequest Read(Caller caller, HttpRequest request)
    {
        var text = Query.Text(request, "q");
        var query = SearchText.Read(text);
        var scope = new SearchScope(caller.UserId)
        {
            PlanetId = Query.Id(request, "planetId"),
            TravelId = Query.Id(request, "travelId"),
            Senders = Query.Id(request, "senderId") is { } sender ? [sender] : null,
            From = Time(request, "from")?.From,
            To = Time(request, "to")?.To,
        };
        if (scope.From >= scope.To)
        {
            throw ChatException.Invalid("to", "this is not before from");
        }
        var sort = Query.Text(request, "sort") switch
        {
            null or "relevance" => SearchSort.Relevance,
            "newest" => SearchSort.Newest,
            _ => throw ChatException.Invalid("sort", "this is relevance or newest"),
        };
        return new SearchRequest(query, text!, scope, sort, Query.Limit(request), Cursor(request, text!, scope, sort));
    }

    private static SearchCursor? Cursor(HttpRequest request, string text, SearchScope scope, SearchSort sort) =>
        Query.Text(request, "cursor") is not { } cursor ? null
        : SearchCursor.Read(cursor) is { } read && read.Asked == SearchCursor.HashOf(text, scope, sort) ? read
        : throw ChatException.Invalid("cursor", "this is not a nextCursor of this search");

    /// <summary>A day of UTC or a moment, as the time from which on it is and that from which on it is over.</summary>
    private static (DateTimeOffset From, DateTimeOffset To)? Time(HttpRequest request, string name)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (Query.Text(request, name) is not { } text)
        {
            return null;
        }
        if (DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, Utc, out var day))
        {
            return (day, After(day, TimeSpan.FromDays(1)));
        }
        return DateTimeOffset.TryParseExact(text, _moments, CultureInfo.InvariantCulture, Utc, out var moment)
            ? (moment, After(moment, TimeSpan.FromMilliseconds(1)))
            : throw ChatException.Invalid(name, "this is a day or a time as 2026-05-01 or 2026-05-01T09:30:00Z");
    }

    private static readonly string[] _moments =
    [
        "yyyy-MM-ddTHH:mmK",
        "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK",
    ];

    private static DateTimeOffset After(DateTimeOffset time, TimeSpan span) =>
        time > DateTimeOffset.MaxValue - span ? DateTimeOffset.MaxValue : time + span;
}
