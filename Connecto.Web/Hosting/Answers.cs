using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Net.Http.Headers;

namespace Connecto.Web.Hosting;

/// <summary>
/// What answers of the API and the web client's files weigh: from <see cref="CompressedFrom"/> bytes on they are
/// compressed, who has what a GET answers is told so with 304 (RFC 9110, 13.1.2), and a HEAD is answered as the GET would
/// be, without the body.
/// </summary>
internal sealed class Answers(RequestDelegate next, IResponseCompressionProvider compression)
{
    public const int CompressedFrom = 500;

    // The hub's are streams, and who asks for metrics or health is near.
    private static readonly PathString[] _asTheyAre = ["/hubs", "/health", "/metrics"];

    // What holds a token is not compressed along with what the caller sent: its length would tell of it.
    private static readonly PathString _tokens = "/api/v1/auth";

    public static void AddServices(IServiceCollection services) =>
        services.AddResponseCompression(options =>
        {
            options.EnableForHttps = true;
            options.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, "application/problem+json", "image/svg+xml"];
        });

    public async Task InvokeAsync(HttpContext context)
    {
        if (
            Array.Exists(_asTheyAre, path => context.Request.Path.StartsWithSegments(path)) || IsExport(context.Request)
        )
        {
            await next(context);
            return;
        }
        var sent = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        using var body = new MemoryStream();
        var held = new StreamResponseBodyFeature(body, sent);
        context.Features.Set<IHttpResponseBodyFeature>(held);
        var isHead = HttpMethods.IsHead(context.Request.Method);
        if (isHead)
        {
            context.Request.Method = HttpMethods.Get;
        }
        try
        {
            await next(context);
            await held.CompleteAsync();
        }
        finally
        {
            context.Features.Set(sent);
        }
        if (body.Length > 0)
        {
            await SendAsync(context, body.GetBuffer().AsMemory(0, (int)body.Length), isHead);
        }
    }

    // As long as a user has been writing: it is not held until it is whole.
    private static bool IsExport(HttpRequest request) =>
        request.Path.StartsWithSegments("/api/v1/admin/users", out var user)
        && user.Value!.EndsWith("/export", StringComparison.Ordinal);

    /// <summary>
    /// Whether an answer of so many bytes is compressed for who accepts that. Where it is, caches are told that it varies,
    /// also by an answer that has no body of its own.
    /// </summary>
    public static bool Varies(HttpContext context, IResponseCompressionProvider compression, long length)
    {
        if (
            length < CompressedFrom
            || context.Request.Path.StartsWithSegments(_tokens)
            || !compression.ShouldCompressResponse(context)
        )
        {
            return false;
        }
        context.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        return true;
    }

    private async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> body, bool isHead)
    {
        var (request, response) = (context.Request, context.Response);
        var varies = Varies(context, compression, body.Length);
        if (HttpMethods.IsGet(request.Method) && response.StatusCode == StatusCodes.Status200OK)
        {
            // Files have one already.
            var tag = response.GetTypedHeaders().ETag ??= Tag(body.Span);
            if (request.Path.StartsWithSegments("/api"))
            {
                // Kept by the caller alone, and asked for each time.
                response.Headers.CacheControl = "private, no-cache";
            }
            if (request.GetTypedHeaders().IfNoneMatch.Any(known => Knows(known, tag)))
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                response.ContentLength = null;
                response.ContentType = null;
                return;
            }
        }
        var provider =
            varies && compression.CheckRequestAcceptsCompression(context)
                ? compression.GetCompressionProvider(context)
                : null;
        response.ContentLength = provider is null ? body.Length : null;
        if (provider is not null)
        {
            response.Headers.ContentEncoding = provider.EncodingName;
        }
        if (isHead)
        {
            return;
        }
        if (provider is null)
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
            return;
        }
        await using var stream = provider.CreateStream(response.Body);
        await stream.WriteAsync(body, context.RequestAborted);
    }

    private static bool Knows(EntityTagHeaderValue known, EntityTagHeaderValue tag) =>
        known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false);

    // Weak, as the same answer is sent in several encodings.
    private static EntityTagHeaderValue Tag(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        return new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(hash[..16])}\"", isWeak: true);
    }
}
