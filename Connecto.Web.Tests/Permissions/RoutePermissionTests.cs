using System.Net;
using System.Text;
using Connecto.Web.Tests.OpenApi;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Permissions;

/// <summary>
/// Who may call what, by REST: <c>routes.md</c> holds what each kind of caller is answered on every route that is
/// mapped. A route without a row fails; the failure shows the line as it would have to be.
/// </summary>
[Trait("Runtime", "Either")]
public sealed class RoutePermissionTests(RestServer server) : IClassFixture<RestServer>
{
    private static readonly IReadOnlyList<PermissionRow> _rows = PermissionTable.Read("routes.md");

    [Fact]
    public void Every_route_has_a_row_and_every_row_a_route()
    {
        var routes = MappedRoutes.Calls(server.Server.Services).Select(RouteShape.Of).Order(StringComparer.Ordinal);
        var rows = _rows.Select(row => RouteShape.Of(row.Call)).Distinct().Order(StringComparer.Ordinal);

        Assert.Equal(string.Join('\n', routes), string.Join('\n', rows));
    }

    [Fact]
    public Task Every_caller_is_answered_as_the_table_says() => PermissionTable.CheckAsync(_rows, AnswerAsync);

    [Fact]
    public async Task Every_refusal_of_the_table_is_in_the_document()
    {
        var document = await ApiDocumentFile.ServedAsync(server);
        var documented = ApiDocumentFile.Errors(document).Select(error => $"{RouteShape.Of(error.Call)}: {error.Code}");
        var told = _rows
            .SelectMany(row => row.Answers.Select(answer => (row.Call, Answer: answer)))
            .Where(one => !char.IsAsciiDigit(one.Answer[0]))
            .Select(one => $"{RouteShape.Of(one.Call)}: {one.Answer}");
        Assert.Equal("", string.Join('\n', told.Except(documented)));
    }

    private async Task<string> AnswerAsync(PermissionRow row, CallerKind kind)
    {
        var world = new PermissionWorld(server, kind);
        var (method, path) = (row.Call.Split(' ')[0], row.Call.Split(' ')[1]);
        var body = await world.FillAsync(row.Argument);
        var client = (await world.CallerAsync())?.Rest ?? server.Anonymous;
        // Before "me" and the like, since a path may end what they are made with.
        var filled = await world.FillAsync(path);
        using var content = body.Length == 0 ? null : new StringContent(body, Encoding.UTF8, "application/json");
        var answer = await client.SendAsync(
            new HttpMethod(method),
            IsOfTheServer(path) ? filled : filled[1..],
            content
        );
        return answer.Status < 400 ? $"{answer.Status}" : Refusal(answer);
    }

    private static string Refusal(RestAnswer answer)
    {
        Assert.Equal("application/problem+json", answer.Type);
        return answer.Status == (int)HttpStatusCode.MethodNotAllowed ? "405" : answer.Code!;
    }

    private static bool IsOfTheServer(string path) => path.StartsWith("/health/", StringComparison.Ordinal);
}
