using System.Globalization;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Travels;

namespace Connecto.Web.Api;

/// <summary>Which page of the popular travels. Its cursor is the place of the last travel, as <c>memberCount-id</c>.</summary>
public readonly record struct PopularPage(int Limit, TravelRank? After)
{
    public static ValueTask<PopularPage> BindAsync(HttpContext context) =>
        ValueTask.FromResult(new PopularPage(Query.Limit(context.Request), Cursor(context.Request)));

    /// <summary>The answer for travels of which one more than <see cref="Limit"/> was asked for.</summary>
    internal Listing<Travel> Of(IReadOnlyList<Travel> travels)
    {
        var next = travels.Count > Limit ? Cursor(TravelRank.Of(travels[Limit - 1])) : null;
        return new Listing<Travel>([.. travels.Take(Limit)], next);
    }

    private static string Cursor(TravelRank rank) =>
        string.Create(CultureInfo.InvariantCulture, $"{rank.MemberCount}-{rank.Id}");

    private static TravelRank? Cursor(HttpRequest request)
    {
        if (Query.Text(request, "cursor") is not { } text)
        {
            return null;
        }
        return
            text.Split('-') is [var count, var id]
            && Query.TryNumber(count, out var members)
            && members <= int.MaxValue
            && Snowflake.TryParse(id, out var travelId)
            ? new TravelRank((int)members, travelId)
            : throw ChatException.Invalid("cursor", "this is not a nextCursor of ours");
    }
}
