using System.Text.Json;
using System.Text.Json.Nodes;
using Connecto.Web.OpenApi;
using Connecto.Web.Tests.Support;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.OpenApi;

/// <summary>
/// That the document says everything of every route that is mapped. A route that lacks something is told with what to
/// add: its row in <c>operations.json</c>, or an example in <c>examples.json</c>, both in <c>Connecto.Web/OpenApi</c>.
/// </summary>
public sealed class ApiDocumentTests(RestServer server) : IClassFixture<RestServer>
{
    private static readonly string[] _bodyless = ["204"];

    [Fact]
    public async Task Every_route_is_there_with_a_summary_answers_errors_and_examples()
    {
        var document = await ApiDocumentFile.ServedAsync(server);
        var lacks = Routes().SelectMany(route => Lacks(document, route.Path, route.Method)).ToList();
        Assert.True(lacks.Count == 0, string.Join('\n', lacks));
    }

    [Fact]
    public void Every_row_is_of_a_route()
    {
        var routes = Routes()
            .Select(route => $"{route.Method} {route.Path.Replace("/api/v1", "", StringComparison.Ordinal)}");
        Assert.Empty(ApiTexts.Routes.Except(routes));
    }

    [Fact]
    public void Every_example_is_what_is_really_written_and_read()
    {
        var wrong = new List<string>();
        foreach (var type in Types())
        {
            var example = WireExamples.Of(type)?.ToJsonString(WireJson.Options);
            var written = example is null
                ? null
                : JsonSerializer.Serialize(
                    JsonSerializer.Deserialize(example, type, WireJson.Options),
                    WireJson.Options
                );
            if (!JsonNode.DeepEquals(Parse(example), Parse(written)))
            {
                wrong.Add($"{WireSchemas.NameOf(type)}: the example is\n  {example}\nand is written as\n  {written}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Only_what_needs_no_token_is_open()
    {
        var document = await ApiDocumentFile.ServedAsync(server);
        var open = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(one => (path.Key, one.Value)))
            .Where(one => one.Value!["security"]!.AsArray().Count == 0)
            .Select(one => one.Key);
        Assert.Equal(
            [
                "/api/v1/auth/login",
                "/api/v1/auth/refresh",
                "/api/v1/auth/register",
                "/api/v1/version",
                "/health/live",
                "/health/ready",
            ],
            open.Order(StringComparer.Ordinal)
        );
    }

    private static IEnumerable<string> Lacks(JsonNode document, string path, string method)
    {
        var operation = document["paths"]?[path]?[method.ToLowerInvariant()];
        if (operation is null)
        {
            return [$"{method} {path} is not in the document."];
        }
        return Parts().Where(part => !part.There).Select(part => $"{method} {path} lacks {part.Name}.");

        IEnumerable<(string Name, bool There)> Parts()
        {
            var responses = operation["responses"]!.AsObject();
            var answers = responses.Where(one => one.Key.StartsWith('2')).ToList();
            yield return ("a summary (operations.json)", operation["summary"]?.GetValue<string>() is { Length: > 0 });
            yield return ("a typed answer", answers.Count > 0);
            yield return ("errors", responses.Any(one => one.Key[0] is '4' or '5'));
            yield return (
                "a parameter of its path",
                path.Count(letter => letter == '{')
                    == (operation["parameters"]?.AsArray().Count(one => one!["in"]!.GetValue<string>() == "path") ?? 0)
            );
            foreach (var (status, answer) in answers.Where(one => !_bodyless.Contains(one.Key)))
            {
                yield return ($"a schema of its answer {status}", Body(answer)?["schema"] is not null);
                yield return (
                    $"an example of its answer {status}: {Name(answer)}",
                    Body(answer)?["example"] is not null
                );
            }
            foreach (var (status, answer) in responses.Where(one => one.Key[0] is '4' or '5'))
            {
                var examples = ApiDocumentFile
                    .Shared(document, answer!)["content"]
                    ?["application/problem+json"]?["examples"];
                yield return ($"examples of {status}", examples?.AsObject().Count > 0);
            }
            foreach (var status in new[] { "429", "503" }.Where(responses.ContainsKey))
            {
                yield return (
                    $"Retry-After of {status}",
                    ApiDocumentFile.Shared(document, responses[status]!)["headers"]?["Retry-After"] is not null
                );
            }
            if (operation["requestBody"] is { } request)
            {
                yield return ($"an example of its body: {Name(request)}", Body(request)?["example"] is not null);
            }
        }
    }

    private static JsonNode? Body(JsonNode? owner) => owner!["content"]?["application/json"];

    private static string? Name(JsonNode? owner) => Body(owner)?["schema"]?.ToJsonString();

    private static JsonNode? Parse(string? text) => text is null ? null : JsonNode.Parse(text);

    private IEnumerable<(string Path, string Method)> Routes() =>
        Endpoints()
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.GetMetadata<HttpMethodMetadata>()!
                    .HttpMethods.Select(method => ("/" + endpoint.RoutePattern.RawText!.Trim('/'), method))
            );

    private IEnumerable<Type> Types() =>
        Endpoints()
            .SelectMany(endpoint =>
                endpoint
                    .Metadata.OfType<IAcceptsMetadata>()
                    .Select(body => body.RequestType)
                    .Concat(endpoint.Metadata.OfType<IProducesResponseTypeMetadata>().Select(answer => answer.Type))
            )
            .OfType<Type>()
            .Where(type => type != typeof(void))
            .Distinct();

    private IEnumerable<RouteEndpoint> Endpoints() => MappedRoutes.Of(server.Server.Services);
}
