using System.Text.Json;
using Connecto.Errors;
using Microsoft.AspNetCore.Http.Features;

namespace Connecto.Web.Batch;

/// <summary>
/// The way that every request goes, for the items of a batch: the same middlewares, routes, authorisation, limits and
/// errors, with a request and a response that are kept in memory. An item has the token, the address and the life of
/// the batch that it came in, and services of its own.
/// </summary>
internal sealed class BatchPipeline(IHttpContextFactory contexts, IServiceScopeFactory scopes)
{
    private RequestDelegate? _way;

    /// <summary>Middleware that keeps the way from here on.</summary>
    public RequestDelegate Keep(RequestDelegate next) => _way = next;

    /// <summary>Answers the item's status and what it was answered.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>: the answer is not JSON.</exception>
    public async Task<(int Status, ReadOnlyMemory<byte> Body)> RunAsync(
        HttpContext batch,
        string method,
        BatchPath path,
        JsonElement? body
    )
    {
        await using var scope = scopes.CreateAsyncScope();
        var answer = new MemoryStream();
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Request(batch, method, path, body));
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        features.Set(batch.Features.GetRequiredFeature<IHttpConnectionFeature>());
        features.Set(batch.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        features.Set<IServiceProvidersFeature>(new Services { RequestServices = scope.ServiceProvider });
        var context = contexts.Create(features);
        try
        {
            await _way!(context);
            await context.Response.CompleteAsync();
            if (answer.Length > 0 && context.Response.ContentType?.Contains("json", StringComparison.Ordinal) != true)
            {
                throw ChatException.Invalid("path", "its answer is not JSON: call it by itself");
            }
            return (context.Response.StatusCode, answer.GetBuffer().AsMemory(0, (int)answer.Length));
        }
        finally
        {
            contexts.Dispose(context);
        }
    }

    private static HttpRequestFeature Request(HttpContext batch, string method, BatchPath path, JsonElement? body)
    {
        var request = new HttpRequestFeature
        {
            Protocol = batch.Request.Protocol,
            Scheme = batch.Request.Scheme,
            PathBase = batch.Request.PathBase.Value ?? "",
            Method = method,
            Path = path.Path.Value!,
            QueryString = path.Query.Value ?? "",
            RawTarget = path.Path + path.Query.Value,
        };
        request.Headers.Host = batch.Request.Headers.Host;
        request.Headers.Authorization = batch.Request.Headers.Authorization;
        request.Headers.UserAgent = batch.Request.Headers.UserAgent;
        if (body is { } json)
        {
            var bytes = JsonSerializer.SerializeToUtf8Bytes(json, WireJson.Options);
            request.Headers.ContentType = "application/json";
            request.Headers.ContentLength = bytes.Length;
            request.Body = new MemoryStream(bytes, writable: false);
        }
        return request;
    }

    private sealed class Services : IServiceProvidersFeature
    {
        public required IServiceProvider RequestServices { get; set; }
    }
}
