using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connecto.Errors;

namespace Connecto.Web.OpenApi;

/// <summary>
/// What routes and types cannot say of themselves: <c>operations.json</c> has a row for each route, and
/// <c>examples.json</c> an example of each object by the name of its schema.
/// </summary>
internal static class ApiTexts
{
    private static readonly Dictionary<string, ApiText> _operations = Read<Dictionary<string, ApiText>>(
        "operations.json"
    );

    private static readonly Dictionary<string, JsonElement> _examples = Read<Dictionary<string, JsonElement>>(
        "examples.json"
    );

    /// <summary>The names of the routes that have a row.</summary>
    public static IEnumerable<string> Routes => _operations.Keys;

    /// <summary>A route without a row is described by nothing.</summary>
    public static ApiText Of(string route) => _operations.GetValueOrDefault(route) ?? new ApiText("");

    /// <summary>Null where there is none.</summary>
    public static JsonNode? Example(string schema) =>
        _examples.TryGetValue(schema, out var example) ? JsonNode.Parse(example.GetRawText()) : null;

    private static T Read<T>(string file)
    {
        using var stream = typeof(ApiTexts).Assembly.GetManifestResourceStream($"Connecto.Web.OpenApi.{file}")!;
        return JsonSerializer.Deserialize<T>(stream, WireJson.Options)!;
    }
}

/// <summary>
/// A row of <c>operations.json</c>. <c>Query</c> has a line <c>kind: meaning</c> for each parameter that the handler
/// reads by itself; kinds are id, ids, text, number, time, limit and words such as <c>relevance|newest</c>.
/// <c>Errors</c> are those that go beyond what <see cref="ApiRoute.Errors"/> knows.
/// </summary>
internal sealed record ApiText(
    string Summary,
    IReadOnlyDictionary<string, string>? Query = null,
    ImmutableArray<ErrorCode>? Errors = null
);
