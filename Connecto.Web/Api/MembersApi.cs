using Connecto.Errors;
using Connecto.Planets;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Who is in a planet.</summary>
internal static class MembersApi
{
    public static void MapMembersApi(this IEndpointRouteBuilder api)
    {
        var members = api.MapGroup("planets/{id}/members").WithTags("planets");
        members.MapGet("", List);
        members.MapPut("{userId}", Set);
        members.MapDelete("{userId}", Remove);
    }

    private static async Task<Ok<Listing<Member>>> List(PathId id, Caller caller, Page page, IGrainFactory grains)
    {
        var members = await grains.Planet(id).Members(caller.UserId, page.Cursor, page.Limit + 1);
        return TypedResults.Ok(page.Of(members, member => member.UserId, member => member));
    }

    private static async Task<NoContent> Remove(PathId id, PathId userId, Caller caller, IGrainFactory grains)
    {
        await grains.Planet(id).Remove(caller.UserId, userId.Value);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RevAnswer>> Set(
        PathId id,
        PathId userId,
        Caller caller,
        Body<SetRequest> body,
        IGrainFactory grains
    )
    {
        var (role, status, mutedUntil) = body.Value;
        if (status == MemberStatus.Left)
        {
            throw ChatException.Invalid("status", "this is active, removed or banned");
        }
        var patch = new MemberPatch(role, status, mutedUntil);
        return TypedResults.Ok(await RevAnswer.Of(grains.Planet(id).SetMember(caller.UserId, userId.Value, patch)));
    }

    private sealed record SetRequest(MemberRole? Role, MemberStatus? Status, DateTimeOffset? MutedUntil);
}
