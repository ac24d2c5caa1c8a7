using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Errors;
using Connecto.Web.Api;
using Connecto.Web.Auth;
using Connecto.Web.Errors;
using Connecto.Web.Limits;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Connecto.Web.Batch;

/// <summary>
/// Many calls in one request. They run one after the other and each is answered for itself, so one that fails does not
/// stop the rest. The answer has at most 8 MiB: once less than 1 MiB of it is left, items are not run any more, and a
/// list that is too long for what is left is dropped; both are <c>too_large</c> in their place.
/// </summary>
internal static class BatchApi
{
    private const int MostItems = 50;
    private const int LongestId = 64;
    private const int MostBytes = 8 << 20;
    private const int LeastRoom = 1 << 20;

    private static readonly string[] _methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public static void AddConnectoBatch(this IServiceCollection services) => services.AddSingleton<BatchPipeline>();

    /// <summary>Items of a batch go the way of a request from here on.</summary>
    public static void UseBatchItems(this WebApplication app) =>
        app.Use(app.Services.GetRequiredService<BatchPipeline>().Keep);

    public static void MapBatchApi(this IEndpointRouteBuilder api) =>
        api.MapPost("batch", Run).WithTags("batch").WithMetadata(new CountedByItem());

    private static async Task<Ok<ImmutableArray<BatchAnswer>>> Run(
        Body<BatchItem?[]> body,
        Caller caller,
        HttpContext context,
        BatchPipeline pipeline,
        RestLimit limit
    )
    {
        var items = Check(body.Value);
        var answers = ImmutableArray.CreateBuilder<BatchAnswer>(items.Length);
        var room = MostBytes;
        foreach (var item in items)
        {
            var (status, answer) = await AnswerAsync(item, room);
            context.RequestAborted.ThrowIfCancellationRequested();
            answers.Add(new BatchAnswer(item.Id!, status, answer.Length == 0 ? null : JsonElement.Parse(answer.Span)));
            room -= answer.Length;
        }
        return TypedResults.Ok(answers.MoveToImmutable());

        async Task<(int Status, ReadOnlyMemory<byte> Body)> AnswerAsync(BatchItem item, int room)
        {
            try
            {
                return room < LeastRoom
                    ? throw new ChatException(ErrorCode.TooLarge, "The answer is full: call again for this.")
                    : await RunAsync(item, room);
            }
            catch (ChatException refusal)
            {
                var problem = Problem.From(refusal, refusal.Code.Status(), context);
                return (problem.Status, JsonSerializer.SerializeToUtf8Bytes(problem, WireJson.Options));
            }
        }

        async Task<(int Status, ReadOnlyMemory<byte> Body)> RunAsync(BatchItem item, int room)
        {
            var path = Path(item, caller, limit);
            var (status, answer) = await pipeline.RunAsync(context, item.Method!, path, item.Body);
            return answer.Length > room - LeastRoom / 2
                ? throw new ChatException(ErrorCode.TooLarge, "This does not fit into the answer: call it by itself.")
                : (status, answer);
        }
    }

    private static BatchItem[] Check(BatchItem?[] items)
    {
        if (items.Length is < 1 or > MostItems)
        {
            throw ChatException.Invalid("body", $"this has 1 to {MostItems} items");
        }
        if (Array.Exists(items, item => item?.Id is not { Length: <= LongestId }))
        {
            throw ChatException.Invalid("id", $"every item has one, of at most {LongestId} characters");
        }
        return items!;
    }

    /// <summary>An item that goes nowhere counts as a call as well.</summary>
    private static BatchPath Path(BatchItem item, Caller caller, RestLimit limit)
    {
        try
        {
            return _methods.Contains(item.Method)
                ? BatchPath.Parse(item.Path)
                : throw ChatException.Invalid("method", $"this is one of {string.Join(", ", _methods)}");
        }
        catch (ChatException)
        {
            limit.Take(caller);
            throw;
        }
    }
}
