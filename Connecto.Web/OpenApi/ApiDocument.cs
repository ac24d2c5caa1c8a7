using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connecto.Web.OpenApi;

/// <summary>
/// Completes the document that the framework makes of the routes. What goes over the wire is ours (its own binding,
/// converters and form of error hide it from the framework), so schemas come from <see cref="WireSchemas"/>, and what
/// types cannot say from <see cref="ApiTexts"/>. The same build always makes the same text.
/// </summary>
internal sealed class ApiDocument : IOpenApiDocumentTransformer
{
    public const string TokenScheme = "token";

    public Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        var schemas = new WireSchemas(document);
        var responses = new ApiResponses(document, schemas);
        foreach (var route in context.DescriptionGroups.SelectMany(group => group.Items))
        {
            Complete(document, schemas, responses, route);
        }
        document.Info = new OpenApiInfo { Title = "Connecto", Version = Version() };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Tags = new HashSet<OpenApiTag>(Tags(document).Select(tag => new OpenApiTag { Name = tag }));
        document.Components = new OpenApiComponents
        {
            Schemas = schemas.Components,
            Responses = responses.Components,
            SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [TokenScheme] = new OpenApiSecurityScheme
                {
                    Type = SecuritySchemeType.Http,
                    Scheme = "bearer",
                    Description = "The accessToken of a log-in, good for 15 minutes.",
                },
            },
        };
        return Task.CompletedTask;
    }

    private static void Complete(
        OpenApiDocument document,
        WireSchemas schemas,
        ApiResponses responses,
        ApiDescription description
    )
    {
        var route = new ApiRoute(description);
        var operation = document.Paths[route.Path].Operations![HttpMethod.Parse(route.Method)];
        operation.Summary = route.Summary;
        operation.OperationId = route.Id;
        operation.Tags = new HashSet<OpenApiTagReference> { new(route.Tag, document) };
        operation.Parameters = [.. ApiParameters.Of(route)];
        operation.RequestBody = route.Body is { } body
            ? new OpenApiRequestBody { Required = true, Content = schemas.Content(body) }
            : null;
        operation.Responses = responses.Of(route);
        operation.Security = route.IsOpen
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(TokenScheme, document)] = [] }];
    }

    private static IEnumerable<string> Tags(OpenApiDocument document) =>
        document
            .Paths.Values.SelectMany(path => path.Operations!.Values)
            .SelectMany(operation => operation.Tags!)
            .Select(tag => tag.Reference.Id!)
            .Distinct();

    private static string Version() =>
        typeof(ApiDocument)
            .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
            .InformationalVersion.Split('+')[0];
}
