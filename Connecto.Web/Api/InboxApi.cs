using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>
/// The caller's planets with what he has not read there. Two queries and his own grain, which knows the cursors that
/// are not flushed yet; no planet is activated.
/// </summary>
internal static class InboxApi
{
    public static void MapInboxApi(this IEndpointRouteBuilder api)
    {
        var planets = api.MapGroup("me/planets").WithTags("me");
        planets.MapGet("", List);
        planets.MapPatch("{id}", Set);
    }

    /// <summary>Sets what of a planet the caller wants to be notified of.</summary>
    private static async Task<NoContent> Set(PathId id, Caller caller, Body<SetRequest> body, IGrainFactory grains)
    {
        var level = body.Value.Notifications ?? throw ChatException.Invalid("notifications", "this is missing");
        await grains.Planet(id).SetNotifications(caller.UserId, level);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Listing<InboxItem>>> List(
        Caller caller,
        Page page,
        PlanetStore planets,
        UnreadStore unread,
        IGrainFactory grains,
        CancellationToken cancellation
    )
    {
        var user = grains.GetGrain<IUserGrain>(caller.UserId.Value);
        var recent = (await user.RecentCursors()).ToDictionary(cursor => cursor.PlanetId, cursor => cursor.Seq);
        var rows = await planets.InboxAsync(caller.UserId, page.Cursor, page.Limit + 1, cancellation);
        var cursors = rows.Select(row => new PlanetCursor(
            row.Planet.Id,
            Math.Min(row.Planet.HeadSeq, Math.Max(row.LastReadSeq, recent.GetValueOrDefault(row.Planet.Id)))
        ));
        var counts = await unread.CountAsync(caller.UserId, [.. cursors], cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Planet.Id, row => InboxItem.From(row, counts[row.Planet.Id])));
    }

    private sealed record SetRequest([Required] NotificationLevel? Notifications);
}
