namespace Connecto.Web.OpenApi;

/// <summary>The description of the REST interface for programs, at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiServices
{
    public static void AddConnectoOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(document => document.AddDocumentTransformer<ApiDocument>());

    /// <summary>The page for people, at <c>/swagger</c>.</summary>
    public static void UseApiPage(this IApplicationBuilder app) =>
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = "Connecto";
            page.SwaggerEndpoint("/openapi/v1.json", "Connecto");
        });
}
