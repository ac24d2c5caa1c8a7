using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.OpenApi;

/// <summary>
/// The document as it is served, and as it is checked in at <c>Connecto.Web/Client/openapi.json</c>, from which the web
/// client's types are generated.
/// </summary>
internal static class ApiDocumentFile
{
    public static string Path { get; } = Find();

    public static async Task<JsonNode> ServedAsync(RestServer server)
    {
        using var http = new HttpClient();
        var address = new Uri(server.Server.Address, "/openapi/v1.json");
        return JsonNode.Parse(await http.GetStringAsync(address, TestContext.Current.CancellationToken))!;
    }

    /// <summary>Each code of each call, as in <c>GET /api/v1/me</c>.</summary>
    public static IEnumerable<(string Call, string Code)> Errors(JsonNode document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        from response in operation.Value!["responses"]!.AsObject()
        where response.Value!["$ref"] is not null
        from code in Shared(document, response.Value!)["content"]!["application/problem+json"]!["examples"]!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", code.Key);

    /// <summary>The component that a response names.</summary>
    public static JsonNode Shared(JsonNode document, JsonNode response) =>
        document["components"]!["responses"]![response["$ref"]!.GetValue<string>().Split('/')[^1]]!;

    public static string Text(JsonNode document) =>
        document.ToJsonString(new JsonSerializerOptions(WireJson.Options) { WriteIndented = true }) + "\n";

    private static string Find([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath("../../Connecto.Web/Client/openapi.json", System.IO.Path.GetDirectoryName(here)!);
}
