using System.Buffers;
using System.Reflection;
using System.Text.Json;
using Connecto.Errors;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Net.Http.Headers;

namespace Connecto.Web.Api;

/// <summary>
/// A request's JSON body, read by our own rules so that what is wrong with it is told in our own form. At most 1 MiB:
/// of a longer one the rest is read and thrown away, since a client that is still sending would not see the answer.
/// </summary>
public sealed record Body<T>(T Value) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private const int MaxLength = 1 << 20;
    private const int FirstBuffer = 4 << 10;

    static async ValueTask<Body<T>?> IBindableFromHttpContext<Body<T>>.BindAsync(
        HttpContext context,
        ParameterInfo parameter
    )
    {
        RequireUtf8(context.Request);
        var bytes = await ReadAsync(context.Request.Body, context.RequestAborted);
        var value = JsonSerializer.Deserialize<T>(bytes.WrittenSpan, WireJson.Options);
        return value is null ? throw ChatException.Invalid("body", "null does not belong here") : new Body<T>(value);
    }

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static void RequireUtf8(HttpRequest request)
    {
        if (
            MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && type.Charset is { HasValue: true } charset
            && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
        )
        {
            throw new BadHttpRequestException("JSON is UTF-8.", StatusCodes.Status415UnsupportedMediaType);
        }
    }

    private static async Task<ArrayBufferWriter<byte>> ReadAsync(Stream body, CancellationToken cancellation)
    {
        var bytes = new ArrayBufferWriter<byte>(FirstBuffer);
        while (await body.ReadAsync(bytes.GetMemory(1), cancellation) is > 0 and var read)
        {
            bytes.Advance(read);
            if (bytes.WrittenCount > MaxLength)
            {
                await body.CopyToAsync(Stream.Null, cancellation);
                throw new ChatException(ErrorCode.TooLarge, "A body has at most 1 MiB.");
            }
        }
        return bytes;
    }
}
