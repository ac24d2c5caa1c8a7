using System.ComponentModel.DataAnnotations;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;

namespace Connecto.Web.Api;

/// <summary>The caller's read cursors, in one planet or in many at once.</summary>
internal static class ReadApi
{
    private const int MostAtOnce = 500;

    public static void MapReadApi(this IEndpointRouteBuilder api)
    {
        api.MapPost("planets/{id}/read", ReadOne).WithTags("messages");
        api.MapPost("me/read", ReadMany).WithTags("me");
    }

    private static async Task<NoContent> ReadOne(PathId id, Caller caller, Body<OneRead> body, IGrainFactory grains)
    {
        await grains.Planet(id).MarkRead(caller.UserId, Seq(body.Value.Seq));
        return TypedResults.NoContent();
    }

    /// <summary>Moves every cursor that can be moved; then the first refusal, if there was one, is the answer.</summary>
    private static async Task<NoContent> ReadMany(Caller caller, Body<PlanetRead?[]> body, IGrainFactory grains)
    {
        if (body.Value.Length > MostAtOnce)
        {
            throw ChatException.Invalid("body", $"these are at most {MostAtOnce}");
        }
        var reads = Array.ConvertAll(
            body.Value,
            read =>
                (
                    PlanetId: read?.PlanetId ?? throw ChatException.Invalid("planetId", "this is missing"),
                    Seq: Seq(read.Seq)
                )
        );
        await Task.WhenAll(reads.Select(read => grains.Planet(read.PlanetId).MarkRead(caller.UserId, read.Seq)));
        return TypedResults.NoContent();
    }

    private static long Seq(long? seq) =>
        seq is >= 0 ? seq.Value : throw ChatException.Invalid("seq", "this is a whole number from 0");

    private sealed record OneRead([Required] long? Seq);

    private sealed record PlanetRead([Required] Snowflake? PlanetId, [Required] long? Seq);
}
