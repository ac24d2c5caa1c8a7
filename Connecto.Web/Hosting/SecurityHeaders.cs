namespace Connecto.Web.Hosting;

/// <summary>Headers that tell browsers what pages and answers of this server may do.</summary>
internal static class SecurityHeaders
{
    // The web client's scripts, styles and sockets all come from here; pictures may also be pasted or generated, and
    // those of people are wherever their https addresses say.
    private const string ContentPolicy =
        "default-src 'self'; img-src 'self' data: blob: https:; style-src 'self' 'unsafe-inline'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                var headers = context.Response.Headers;
                headers.ContentSecurityPolicy = ContentPolicy;
                headers.XContentTypeOptions = "nosniff";
                headers.XFrameOptions = "DENY";
                headers["Referrer-Policy"] = "no-referrer";
                if (context.Request.Path.StartsWithSegments("/api"))
                {
                    headers.CacheControl = "no-store";
                }
                return next(context);
            }
        );
}
