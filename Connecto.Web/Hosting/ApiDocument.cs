using System.Reflection;
using Connecto.Web.Api;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Connecto.Web.Hosting;

/// <summary>
/// Completes the OpenAPI document by what our own binding hides from the framework: parameters of the path, and those
/// of a list's page.
/// </summary>
internal sealed class ApiDocument : IOpenApiOperationTransformer
{
    public Task TransformAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        operation.Parameters ??= [];
        var path = context.Description.RelativePath ?? "";
        foreach (var segment in path.Split('/').Where(segment => segment.StartsWith('{')))
        {
            Add(operation, segment.Trim('{', '}'), ParameterLocation.Path, JsonSchemaType.String);
        }
        var handler = context.Description.ActionDescriptor.EndpointMetadata.OfType<MethodInfo>().FirstOrDefault();
        if (handler?.GetParameters().Any(parameter => IsPage(parameter.ParameterType)) == true)
        {
            Add(operation, "limit", ParameterLocation.Query, JsonSchemaType.Integer);
            Add(operation, "cursor", ParameterLocation.Query, JsonSchemaType.String);
        }
        return Task.CompletedTask;
    }

    private static bool IsPage(Type type) => type == typeof(Page) || type == typeof(PopularPage);

    private static void Add(OpenApiOperation operation, string name, ParameterLocation place, JsonSchemaType type)
    {
        if (operation.Parameters!.All(known => known.Name != name))
        {
            operation.Parameters!.Add(
                new OpenApiParameter
                {
                    Name = name,
                    In = place,
                    Required = place == ParameterLocation.Path,
                    Schema = new OpenApiSchema { Type = type },
                }
            );
        }
    }
}
