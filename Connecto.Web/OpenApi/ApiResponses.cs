using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connecto.Errors;
using Connecto.Web.Errors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Connecto.Web.OpenApi;

/// <summary>The answers of a route: what it does, and every way in which it refuses, with an example of each.</summary>
/// <remarks>Refusals are the same for many routes, so each set of them is a component of the document.</remarks>
internal sealed class ApiResponses(OpenApiDocument document, WireSchemas schemas)
{
    private const string ATraceId = "0af7651916cd43dd8448eb211c80319c";

    private readonly SortedDictionary<string, IOpenApiResponse> _components = new(StringComparer.Ordinal);

    public IDictionary<string, IOpenApiResponse> Components => _components;

    public OpenApiResponses Of(ApiRoute route)
    {
        var responses = new OpenApiResponses();
        foreach (var (status, types) in route.Answers)
        {
            responses[Key(status)] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Headers = status == StatusCodes.Status201Created ? Header("Location", "Where it is.", AUri()) : null,
                Content = types.Length == 0 ? null : schemas.Content(types),
            };
        }
        foreach (var codes in route.Errors.GroupBy(code => code.Status()).OrderBy(codes => codes.Key))
        {
            responses[Key(codes.Key)] = Refusal(codes.Key, [.. codes]);
        }
        return responses;
    }

    private OpenApiResponseReference Refusal(int status, ErrorCode[] codes)
    {
        var name = string.Join("_or_", codes.Select(code => code.Name()));
        _components.TryAdd(
            name,
            new OpenApiResponse
            {
                Description = string.Join(" ", codes.Select(code => $"`{code.Name()}`: {code.Title()}")),
                Headers = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable
                    ? Header("Retry-After", "Seconds to wait before the next try.", Seconds())
                    : null,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new OpenApiMediaType
                    {
                        Schema = schemas.Of(typeof(Problem)),
                        Examples = codes.ToDictionary(code => code.Name(), IOpenApiExample (code) => Example(code)),
                    },
                },
            }
        );
        return new OpenApiResponseReference(name, document);
    }

    private static OpenApiExample Example(ErrorCode code)
    {
        var refusal = code == ErrorCode.Invalid ? ChatException.Invalid("limit", "this is 1 to 100") : new(code);
        var problem = new Problem(code.Status(), code.Title(), refusal.Message, code.Name(), ATraceId, refusal.Fields);
        return new OpenApiExample { Value = JsonSerializer.SerializeToNode(problem, WireJson.Options) };
    }

    private static Dictionary<string, IOpenApiHeader> Header(string name, string description, OpenApiSchema schema) =>
        new()
        {
            [name] = new OpenApiHeader
            {
                Description = description,
                Required = true,
                Schema = schema,
            },
        };

    private static OpenApiSchema AUri() => new() { Type = JsonSchemaType.String, Format = "uri-reference" };

    private static OpenApiSchema Seconds() => new() { Type = JsonSchemaType.Integer, Minimum = "1" };

    private static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);
}
