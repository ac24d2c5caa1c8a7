using System.ComponentModel.DataAnnotations;
using Connecto.Admin;
using Connecto.Ids;
using Connecto.Jobs;
using Connecto.Messages;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>What admins tell everybody, or one planet.</summary>
internal static class AdminAnnouncementsApi
{
    public static void MapAdminAnnouncementsApi(this IEndpointRouteBuilder admin) =>
        admin.MapPost("announcements", Announce);

    /// <summary>
    /// Into one planet a system message; without a planet it is answered once it is kept, and users are told from then
    /// on, however many they are. The same <c>clientMessageId</c> again is the same announcement.
    /// </summary>
    private static async Task<Results<Created<Announcement>, Created<RevAnswer>>> Announce(
        Caller caller,
        Body<AnnounceRequest> body,
        HttpContext context,
        AnnouncementStore announcements,
        JobRunner jobs,
        IGrainFactory grains,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var text = MessageText.Check(body.Value.Text);
        var key = body.Value.ClientMessageId is { } own ? ClientMessageId.Check(own) : null;
        var address = ClientAddress.Of(context);
        if (body.Value.PlanetId is { } planetId)
        {
            var detail = new Dictionary<string, object?> { ["text"] = text };
            var act = new AuditAct(caller.UserId, "announcement.begin", AuditTarget.Planet(planetId), detail, address);
            await audit.WriteAsync(act);
            var planet = grains.Planet(planetId);
            var rev = await planet.Announce(caller.UserId, text, key ?? Guid.NewGuid().ToString("N"));
            detail["rev"] = rev;
            await audit.WriteOnceAsync(act with { Action = "announcement.make" }, "rev");
            return TypedResults.Created(default(string), new RevAnswer(rev));
        }
        var made = await announcements.AddAsync(caller.UserId, text, key, address, cancellation);
        _ = jobs.RunAsync(made.Id);
        return TypedResults.Created(default(string), made);
    }

    private sealed record AnnounceRequest([Required] string? Text, Snowflake? PlanetId, string? ClientMessageId);
}
