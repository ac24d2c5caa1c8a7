using System.Globalization;
using System.Text.Json.Nodes;
using Connecto.Web.Api;
using Microsoft.OpenApi;

namespace Connecto.Web.OpenApi;

/// <summary>Parameters of path and query, which our handlers bind by themselves.</summary>
internal static class ApiParameters
{
    private const string AnId = "1844674407370955161";

    public static IEnumerable<OpenApiParameter> Of(ApiRoute route)
    {
        foreach (var segment in route.Path.Split('/').Where(segment => segment.StartsWith('{')))
        {
            var name = segment.Trim('{', '}');
            yield return InPath(
                name,
                route.Parameters.FirstOrDefault(parameter => parameter.Name == name)?.ParameterType
            );
        }
        if (route.TakesPage)
        {
            yield return InQuery("limit", "limit: how many items at most");
            yield return InQuery("cursor", "text: the nextCursor of the page before; none for the first page");
        }
        foreach (var (name, line) in route.Query)
        {
            yield return InQuery(name, line);
        }
    }

    private static OpenApiParameter InPath(string name, Type? type)
    {
        var (schema, example) =
            type == typeof(PathId) ? (WireSchemas.Id(), JsonValue.Create(AnId))
            : type == typeof(PathSeq) ? (Number(1), JsonValue.Create(42))
            : (Text(), JsonValue.Create(name == "emoji" ? "👍" : "3kTq9ZxW7bLm"));
        return new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Path,
            Required = true,
            Schema = schema,
            Example = example,
        };
    }

    private static OpenApiParameter InQuery(string name, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        return new OpenApiParameter
        {
            Name = name,
            In = ParameterLocation.Query,
            Description = line[(colon + 2)..],
            Schema = OfKind(line[..colon]),
        };
    }

    private static OpenApiSchema OfKind(string kind) =>
        kind switch
        {
            "id" => WireSchemas.Id(),
            "ids" => Text(@"^[0-9]{1,19}(,[0-9]{1,19})*$"),
            "text" => Text(),
            "time" => WireSchemas.Time(),
            "number" => Number(0),
            "flag" => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            "limit" => Limit(),
            _ => new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Enum = [.. kind.Split('|').Select(word => JsonValue.Create(word))],
            },
        };

    private static OpenApiSchema Text(string? pattern = null) =>
        new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Number(int least) =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = least.ToString(CultureInfo.InvariantCulture),
        };

    private static OpenApiSchema Limit() =>
        new()
        {
            Type = JsonSchemaType.Integer,
            Minimum = "1",
            Maximum = Query.MaxLimit.ToString(CultureInfo.InvariantCulture),
            Default = JsonValue.Create(Query.DefaultLimit),
        };
}
