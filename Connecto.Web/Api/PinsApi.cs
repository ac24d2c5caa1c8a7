using Connecto.Messages;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>The pinned messages of a planet.</summary>
internal static class PinsApi
{
    public static void MapPinsApi(this IEndpointRouteBuilder api)
    {
        var pins = api.MapGroup("planets/{id}/pins").WithTags("messages");
        pins.MapGet("", List);
        pins.MapPut("{seq}", Pin);
        pins.MapDelete("{seq}", Unpin);
    }

    private static async Task<Ok<Listing<Message>>> List(PathId id, Caller caller, Page page, IGrainFactory grains)
    {
        var before = page.Cursor?.Value ?? long.MaxValue;
        return TypedResults.Ok(page.Of(await grains.Planet(id).Pins(caller.UserId, before, page.Limit + 1)));
    }

    private static async Task<Ok<RevAnswer>> Pin(PathId id, PathSeq seq, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await RevAnswer.Of(grains.Planet(id).Pin(caller.UserId, seq.Value, on: true)));

    private static async Task<Ok<RevAnswer>> Unpin(PathId id, PathSeq seq, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await RevAnswer.Of(grains.Planet(id).Pin(caller.UserId, seq.Value, on: false)));
}
