using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Search;
using Connecto.Web.Errors;
using Microsoft.OpenApi;

namespace Connecto.Web.OpenApi;

/// <summary>
/// The schemas of what <see cref="WireJson"/> writes and reads, made from the same contracts that it works by. Objects
/// and enums become components of the document. What may be null is not <c>required</c>, since null is absent on the
/// wire; a field that a request needs is marked <see cref="RequiredAttribute"/>.
/// </summary>
internal sealed class WireSchemas(OpenApiDocument document)
{
    private readonly SortedDictionary<string, IOpenApiSchema> _components = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Type> _named = [];

    public IDictionary<string, IOpenApiSchema> Components => _components;

    public static OpenApiSchema Id() => new() { Type = JsonSchemaType.String, Pattern = "^[0-9]{1,19}$" };

    public static OpenApiSchema Time() => new() { Type = JsonSchemaType.String, Format = "date-time" };

    /// <summary>A JSON body of one of these types, with an example of the first.</summary>
    public Dictionary<string, OpenApiMediaType> Content(params Type[] types) =>
        new()
        {
            ["application/json"] = new OpenApiMediaType
            {
                Schema = types is [var type] ? Of(type) : new OpenApiSchema { OneOf = [.. types.Select(Of)] },
                Example = WireExamples.Of(types[0]),
            },
        };

    /// <exception cref="NotSupportedException">The type has a form of its own on the wire that is not known here.</exception>
    public IOpenApiSchema Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Plain(type)
            ?? (
                Elements(type) is { } item ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = Of(item) }
                : type.IsEnum ? Component(type, () => Words(Enum.GetValues(type).Cast<object>()))
                : ComponentOrMap(type)
            );
    }

    /// <summary>What an array or a list holds; null for another type.</summary>
    public static Type? Elements(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            ? type.GenericTypeArguments[0]
        : null;

    /// <summary>
    /// A type's own name; for one inside a resource's routes, the resource's before it; for a list, that of its items.
    /// </summary>
    public static string NameOf(Type type)
    {
        var name = type.IsGenericType
            ? string.Concat(type.GenericTypeArguments.Select(NameOf)) + type.Name[..type.Name.IndexOf('`')]
            : type.Name;
        return type.DeclaringType is { } outer ? outer.Name.Replace("Api", "", StringComparison.Ordinal) + name : name;
    }

    private static OpenApiSchema? Plain(Type type) =>
        type == typeof(string) ? new OpenApiSchema { Type = JsonSchemaType.String }
        : type == typeof(bool) ? new OpenApiSchema { Type = JsonSchemaType.Boolean }
        : type == typeof(int) ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" }
        : type == typeof(long) ? new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" }
        : type == typeof(double) ? new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" }
        : type == typeof(DateOnly) ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "date" }
        : type == typeof(DateTimeOffset) ? Time()
        : type == typeof(Snowflake) ? Id()
        : type == typeof(MessageCount) ? Numbers(3)
        : type == typeof(Highlight) ? Numbers(2)
        : type == typeof(JsonElement) ? new OpenApiSchema()
        : null;

    private static OpenApiSchema Numbers(int count) =>
        new()
        {
            Type = JsonSchemaType.Array,
            Items = new OpenApiSchema { Type = JsonSchemaType.Integer },
            MinItems = count,
            MaxItems = count,
        };

    private static OpenApiSchema Words(IEnumerable<object> values) =>
        new()
        {
            Type = JsonSchemaType.String,
            Enum =
            [
                .. values.Select(value => JsonSerializer.SerializeToNode(value, value.GetType(), WireJson.Options)!),
            ],
        };

    private IOpenApiSchema ComponentOrMap(Type type)
    {
        var contract = WireJson.Options.GetTypeInfo(type);
        return contract.Kind switch
        {
            JsonTypeInfoKind.Object => Component(type, () => Object(contract)),
            JsonTypeInfoKind.Enumerable => new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Items = Of(contract.ElementType!),
            },
            JsonTypeInfoKind.Dictionary => new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = Of(contract.ElementType!),
            },
            _ => throw new NotSupportedException($"{type} has a converter of its own: say here what it writes."),
        };
    }

    private OpenApiSchemaReference Component(Type type, Func<OpenApiSchema> schema)
    {
        var name = NameOf(type);
        if (_named.TryAdd(name, type))
        {
            _components[name] = schema();
        }
        return _named[name] == type
            ? new OpenApiSchemaReference(name, document)
            : throw new NotSupportedException($"Two types are called {name}: {type} and {_named[name]}.");
    }

    private OpenApiSchema Object(JsonTypeInfo contract)
    {
        if (contract.PolymorphismOptions is { } kinds)
        {
            return OneOf(kinds);
        }
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Properties = new Dictionary<string, IOpenApiSchema>(),
            Required = new HashSet<string>(),
        };
        foreach (var property in contract.Properties)
        {
            schema.Properties[property.Name] = Of(property.PropertyType);
            if (IsRequired(contract.Type, property))
            {
                schema.Required.Add(property.Name);
            }
        }
        if (contract.Type == typeof(Problem))
        {
            var codes = Enum.GetValues<ErrorCode>().Select(code => JsonValue.Create(code.Name()));
            schema.Properties["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. codes] };
        }
        return schema;
    }

    private OpenApiSchema OneOf(JsonPolymorphismOptions kinds)
    {
        var schema = new OpenApiSchema { OneOf = [] };
        foreach (var kind in kinds.DerivedTypes)
        {
            var word = (string)kind.TypeDiscriminator!;
            var reference = Component(kind.DerivedType, () => Kind(kind.DerivedType, kinds, word));
            schema.OneOf.Add(reference);
        }
        return schema;
    }

    private OpenApiSchema Kind(Type type, JsonPolymorphismOptions kinds, string word)
    {
        var schema = Object(WireJson.Options.GetTypeInfo(type));
        schema.Properties![kinds.TypeDiscriminatorPropertyName] = Words([word]);
        schema.Required!.Add(kinds.TypeDiscriminatorPropertyName);
        return schema;
    }

    private static bool IsRequired(Type type, JsonPropertyInfo property)
    {
        var mayBeAbsent = property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;
        return !mayBeAbsent
            || type.GetConstructors()
                .SelectMany(constructor => constructor.GetParameters())
                .Any(parameter =>
                    string.Equals(parameter.Name, property.Name, StringComparison.OrdinalIgnoreCase)
                    && parameter.IsDefined(typeof(RequiredAttribute))
                );
    }
}
