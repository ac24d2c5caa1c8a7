using System.ComponentModel.DataAnnotations;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Web.Auth;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>The messages of a planet.</summary>
internal static class MessagesApi
{
    public static void MapMessagesApi(this IEndpointRouteBuilder api)
    {
        var messages = api.MapGroup("planets/{id}/messages").WithTags("messages");
        messages.MapGet("", List);
        messages.MapPost("", Post);
        messages.MapGet("{seq}", Get);
        messages.MapPatch("{seq}", Edit);
        messages.MapDelete("{seq}", Delete);
        messages.MapGet("{seq}/replies", Replies);
        messages.MapGet("{seq}/history", History);
        messages.MapGet("{seq}/readers", Readers);
        messages.MapPut("{seq}/reactions/{emoji}", React);
        messages.MapDelete("{seq}/reactions/{emoji}", Unreact);
    }

    private static async Task<Ok<MessagePage>> List(PathId id, Caller caller, HttpRequest request, IGrainFactory grains)
    {
        var page = new PageRequest(
            Query.Number(request, "before"),
            Query.Number(request, "after"),
            Query.Number(request, "around"),
            Query.Limit(request)
        );
        if (
            page
            is not ({ After: null, Around: null } or { Before: null, Around: null } or { Before: null, After: null })
        )
        {
            throw ChatException.Invalid("before", "of before, after and around one at most can be given");
        }
        return TypedResults.Ok(await grains.Planet(id).Messages(caller.UserId, page));
    }

    private static async Task<Results<Created<SendResult>, Ok<SendResult>>> Post(
        PathId id,
        Caller caller,
        Body<SendBody> body,
        SendLimit limit,
        PlanetSenders senders
    )
    {
        var request = body.Value.ToRequest(caller.UserId);
        limit.Take(caller);
        var sent = await senders.SendAsync(id.Value, request);
        return sent.Duplicate
            ? TypedResults.Ok(sent)
            : TypedResults.Created($"/api/v1/planets/{id.Value}/messages/{sent.Seq}", sent);
    }

    private static async Task<Ok<Message>> Get(PathId id, PathSeq seq, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await grains.Planet(id).Message(caller.UserId, seq.Value));

    private static async Task<Ok<RevAnswer>> Edit(
        PathId id,
        PathSeq seq,
        Caller caller,
        Body<EditBody> body,
        IGrainFactory grains
    )
    {
        var text = MessageText.Check(body.Value.Text);
        return TypedResults.Ok(await RevAnswer.Of(grains.Planet(id).Edit(caller.UserId, seq.Value, text)));
    }

    private static async Task<Ok<RevAnswer>> Delete(PathId id, PathSeq seq, Caller caller, IGrainFactory grains) =>
        TypedResults.Ok(await RevAnswer.Of(grains.Planet(id).Delete(caller.UserId, seq.Value)));

    private static async Task<Ok<Listing<Message>>> Replies(
        PathId id,
        PathSeq seq,
        Caller caller,
        Page page,
        IGrainFactory grains
    )
    {
        var after = page.Cursor?.Value ?? 0;
        return TypedResults.Ok(
            page.Of(await grains.Planet(id).Replies(caller.UserId, seq.Value, after, page.Limit + 1))
        );
    }

    private static async Task<Ok<Listing<MessageVersion>>> History(
        PathId id,
        PathSeq seq,
        Caller caller,
        Page page,
        IGrainFactory grains
    )
    {
        var after = page.Cursor?.Value ?? 0;
        var versions = await grains.Planet(id).Versions(caller.UserId, seq.Value, after, page.Limit + 1);
        return TypedResults.Ok(page.Of(versions, version => new Snowflake(version.Rev), version => version));
    }

    private static async Task<Ok<Listing<Reader>>> Readers(
        PathId id,
        PathSeq seq,
        Caller caller,
        Page page,
        IGrainFactory grains
    )
    {
        var readers = await grains.Planet(id).Readers(caller.UserId, seq.Value, page.Cursor, page.Limit + 1);
        return TypedResults.Ok(page.Of(readers, reader => reader.UserId, reader => reader));
    }

    private static Task<Ok<RevAnswer>> React(
        PathId id,
        PathSeq seq,
        string emoji,
        Caller caller,
        IGrainFactory grains
    ) => ReactAsync(grains.Planet(id), caller, seq, emoji, on: true);

    private static Task<Ok<RevAnswer>> Unreact(
        PathId id,
        PathSeq seq,
        string emoji,
        Caller caller,
        IGrainFactory grains
    ) => ReactAsync(grains.Planet(id), caller, seq, emoji, on: false);

    private static async Task<Ok<RevAnswer>> ReactAsync(
        IPlanetGrain planet,
        Caller caller,
        PathSeq seq,
        string emoji,
        bool on
    ) => TypedResults.Ok(await RevAnswer.Of(planet.React(caller.UserId, seq.Value, Emoji.Check(emoji), on)));

    private sealed record EditBody([Required] string? Text);
}
