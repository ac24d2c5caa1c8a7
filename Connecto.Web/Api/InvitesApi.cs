using Connecto.Errors;
using Connecto.Ids;
using Connecto.Invites;
using Connecto.Planets;
using Connecto.Users;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>Invites into planets: made, seen and revoked by owners and admins, accepted by whoever has the code.</summary>
internal static class InvitesApi
{
    private const int MostUses = 10_000;
    private static readonly TimeSpan _lifetime = TimeSpan.FromDays(7);
    private static readonly TimeSpan _longestLifetime = TimeSpan.FromDays(365);

    public static void MapInvitesApi(this IEndpointRouteBuilder api)
    {
        var ofPlanet = api.MapGroup("planets/{id}/invites").WithTags("invites");
        ofPlanet.MapPost("", Create);
        ofPlanet.MapGet("", List);
        var invites = api.MapGroup("invites/{code}").WithTags("invites");
        invites.MapDelete("", Revoke);
        invites.MapPost("accept", Accept);
    }

    private static async Task<Created<Invite>> Create(
        PathId id,
        Caller caller,
        Body<CreateRequest> body,
        IGrainFactory grains,
        AccountStore accounts,
        InviteStore invites,
        Notifier notifier,
        TimeProvider time,
        CancellationToken cancellation
    )
    {
        var (expiresAt, maxUses, userId) = body.Value;
        var made = new NewInvite(
            id.Value,
            Expiry(expiresAt, time.GetUtcNow()),
            maxUses is null or (>= 1 and <= MostUses)
                ? maxUses
                : throw ChatException.Invalid("maxUses", $"this is 1 to {MostUses}"),
            caller.UserId,
            userId
        );
        await grains.Planet(id).RequireInviter(caller.UserId);
        if (userId is { } guest && await accounts.FindAsync(guest, cancellation) is null)
        {
            throw new ChatException(ErrorCode.NotFound, "There is no such user.");
        }
        var (invite, told) = await invites.CreateAsync(made, cancellation);
        if (told is not null)
        {
            await notifier.TellAsync(userId!.Value, told);
        }
        return TypedResults.Created($"/api/v1/invites/{invite.Code}", invite);
    }

    private static async Task<Ok<Listing<Invite>>> List(
        PathId id,
        Caller caller,
        Page page,
        IGrainFactory grains,
        InviteStore invites,
        CancellationToken cancellation
    )
    {
        await grains.Planet(id).RequireInviter(caller.UserId);
        var rows = await invites.ListAsync(id.Value, page.Cursor, page.Limit + 1, cancellation);
        return TypedResults.Ok(page.Of(rows, row => row.Id, row => row.Invite));
    }

    /// <summary>Whether there is such an invite is told only to who may revoke it.</summary>
    private static async Task<NoContent> Revoke(
        string code,
        Caller caller,
        InviteStore invites,
        CancellationToken cancellation
    ) =>
        InviteCode.IsPlausible(code) && await invites.RevokeAsync(code, caller.UserId, cancellation)
            ? TypedResults.NoContent()
            : throw new ChatException(ErrorCode.NotFound);

    private static async Task<Ok<Planet>> Accept(string code, Caller caller, InviteDesk desk) =>
        TypedResults.Ok(await desk.AcceptAsync(code, caller.UserId));

    private static DateTimeOffset Expiry(DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        var at = (expiresAt ?? now + _lifetime).ToUniversalTime();
        return at > now && at <= now + _longestLifetime
            ? at
            : throw ChatException.Invalid("expiresAt", $"this is within {_longestLifetime.TotalDays} days from now");
    }

    private sealed record CreateRequest(DateTimeOffset? ExpiresAt, int? MaxUses, Snowflake? UserId);
}
