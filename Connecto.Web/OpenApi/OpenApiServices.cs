namespace Connecto.Web.OpenApi;

/// <summary>The description of the REST interface for programs, at <c>/openapi/v1.json</c>.</summary>
internal static class OpenApiServices
{
    public static void AddConnectoOpenApi(this IServiceCollection services) =>
        services.AddOpenApi(document => document.AddDocumentTransformer<ApiDocument>());
}
