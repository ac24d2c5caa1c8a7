using System.Text.Json.Nodes;
using Connecto.Web.Api;

namespace Connecto.Web.OpenApi;

/// <summary>Examples by type: a list's holds one of its items, anything else stands in <c>examples.json</c>.</summary>
internal static class WireExamples
{
    /// <summary>Null where <c>examples.json</c> lacks it.</summary>
    public static JsonNode? Of(Type type)
    {
        if (WireSchemas.Elements(type) is { } item)
        {
            return Of(item) is { } one ? new JsonArray(one) : null;
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listing<>))
        {
            return Of(type.GenericTypeArguments[0]) is { } one
                ? new JsonObject { ["items"] = new JsonArray(one) }
                : null;
        }
        return ApiTexts.Example(WireSchemas.NameOf(type));
    }
}
