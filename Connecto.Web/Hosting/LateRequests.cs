namespace Connecto.Web.Hosting;

/// <summary>Refuses requests to change something that may be from before a <see cref="Standstill"/>.</summary>
internal static class LateRequests
{
    public static void UseStandstill(this IApplicationBuilder app)
    {
        var standstill = app.ApplicationServices.GetRequiredService<Standstill>();
        app.Use(
            (context, next) =>
            {
                if (Changes(context.Request))
                {
                    standstill.RefuseLate();
                }
                return next(context);
            }
        );
    }

    private static bool Changes(HttpRequest request) =>
        request.Path.StartsWithSegments("/api")
        && !HttpMethods.IsGet(request.Method)
        && !HttpMethods.IsHead(request.Method);
}
