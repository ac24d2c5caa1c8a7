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

    public static string Text(JsonNode document) =>
        document.ToJsonString(new JsonSerializerOptions(WireJson.Options) { WriteIndented = true }) + "\n";

    private static string Find([CallerFilePath] string here = "") =>
        System.IO.Path.GetFullPath("../../Connecto.Web/Client/openapi.json", System.IO.Path.GetDirectoryName(here)!);
}
