using System.ComponentModel.DataAnnotations;
using Connecto.Admin;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Travels;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Admin;

/// <summary>Members that admins put into planets; into a planet of a travel by way of the travel.</summary>
internal static class AdminMembersApi
{
    public static void MapAdminMembersApi(this IEndpointRouteBuilder admin) =>
        admin.MapPost("planets/{id}/members", Add);

    private static async Task<Ok<RevAnswer>> Add(
        PathId id,
        Caller caller,
        Body<MembersRequest> body,
        HttpContext context,
        IGrainFactory grains,
        PlanetStore planets,
        TravelStore travels,
        AuditLog audit,
        CancellationToken cancellation
    )
    {
        var (userIds, role) = body.Value;
        Bulk.CheckCount(userIds?.Length ?? 0, "userIds");
        var detail = new Dictionary<string, object?>
        {
            ["userIds"] = userIds!.Select(user => user.ToString()).ToArray(),
            ["role"] = (role ?? MemberRole.Member).ToString(),
        };
        var (target, address) = (AuditTarget.Planet(id.Value), ClientAddress.Of(context));
        // Before the travel, which keeps them also where the planet refuses.
        await audit.WriteAsync(new AuditAct(caller.UserId, "members.add", target, detail, address));
        if (await planets.TravelOfAsync(id.Value, cancellation) is { } travelId)
        {
            await travels.AdmitAsync(travelId, caller.UserId, userIds!, cancellation);
        }
        var rev = await grains.Planet(id).Add(null, [.. userIds!.Distinct()], role ?? MemberRole.Member);
        return TypedResults.Ok(new RevAnswer(rev));
    }

    private sealed record MembersRequest([Required] Snowflake[]? UserIds, MemberRole? Role);
}
