using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace Connecto.Web.Hosting;

/// <summary>
/// The web client from <c>wwwroot</c>. Its pages are made in the browser, so every path that is neither a file nor the
/// server's own gives its <c>index.html</c>, and those below <c>/admin</c> the console's <c>admin.html</c>. A server that was built without the web client has only its interfaces.
/// </summary>
internal static class WebClient
{
    private static readonly PathString[] _ownPaths = ["/api", "/hubs", "/health", "/metrics", "/openapi", "/swagger"];

    private static readonly PathString _console = "/admin";

    public static void UseWebClient(this WebApplication app)
    {
        if (!Directory.Exists(app.Environment.WebRootPath))
        {
            return;
        }
        app.Use(
            (context, next) =>
            {
                if (IsPage(context.Request))
                {
                    context.Request.Path = context.Request.Path.StartsWithSegments(_console)
                        ? "/admin.html"
                        : "/index.html";
                }
                return next(context);
            }
        );
        var compression = app.Services.GetRequiredService<IResponseCompressionProvider>();
        app.UseStaticFiles(new StaticFileOptions { OnPrepareResponse = file => Prepare(file, compression) });
    }

    /// <summary>Says what an answer with a file, a part of it, or the word that it is the same has in common.</summary>
    private static void Prepare(StaticFileResponseContext file, IResponseCompressionProvider compression)
    {
        var headers = file.Context.Response.GetTypedHeaders();
        // Vite names what lies in assets/ by its content; the rest is asked for anew each time.
        file.Context.Response.Headers.CacheControl = file.Context.Request.Path.StartsWithSegments("/assets")
            ? "public, max-age=31536000, immutable"
            : "no-cache";
        if (headers.ETag is { IsWeak: false } tag)
        {
            // The same file is sent in several encodings.
            headers.ETag = new EntityTagHeaderValue(tag.Tag, isWeak: true);
        }
        Answers.Varies(file.Context, compression, file.File.Length);
    }

    private static bool IsPage(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !Path.HasExtension(request.Path.Value)
        && !Array.Exists(_ownPaths, own => request.Path.StartsWithSegments(own));
}
