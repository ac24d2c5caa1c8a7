using System.Net;
using System.Net.Http.Headers;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Chat;

namespace Connecto.Web.Tests.Hosting;

/// <summary>The web client's files.</summary>
public sealed class WebClientTests : IAsyncLifetime
{
    private static readonly string[] _compressed = ["Accept-Encoding"];

    private readonly string _folder = Directory.CreateTempSubdirectory("connecto-wwwroot-").FullName;
    private readonly ChatServer _server;

    public WebClientTests(PostgresFixture postgres) => _server = new ChatServer(postgres) { WebRoot = _folder };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "index.html"),
            $"<!doctype html>{new string('x', 1000)}",
            Cancellation
        );
        await _server.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_file_has_one_tag_however_it_is_asked_for()
    {
        using var whole = await SendAsync(HttpMethod.Get);
        var (tag, changed) = (whole.Headers.ETag!, whole.Content.Headers.LastModified);

        using var head = await SendAsync(HttpMethod.Head);
        using var part = await SendAsync(HttpMethod.Get, ask => ask.Range = new RangeHeaderValue(0, 9));
        using var compressed = await SendAsync(HttpMethod.Get, ask => ask.AcceptEncoding.ParseAdd("br"));
        using var known = await SendAsync(HttpMethod.Get, ask => ask.IfNoneMatch.Add(tag));
        using var any = await SendAsync(HttpMethod.Get, ask => ask.IfNoneMatch.Add(EntityTagHeaderValue.Any));
        using var unchanged = await SendAsync(HttpMethod.Get, ask => ask.IfModifiedSince = changed);

        HttpResponseMessage[] all = [whole, head, part, compressed, known, any, unchanged];
        Assert.Equal(
            [
                HttpStatusCode.OK,
                HttpStatusCode.OK,
                HttpStatusCode.PartialContent,
                HttpStatusCode.OK,
                HttpStatusCode.NotModified,
                HttpStatusCode.NotModified,
                HttpStatusCode.NotModified,
            ],
            all.Select(answer => answer.StatusCode)
        );
        Assert.True(tag.IsWeak);
        Assert.All(all, answer => Assert.Equal(tag, answer.Headers.ETag));
        Assert.All(all.Except([part]), answer => Assert.Equal(_compressed, answer.Headers.Vary));
        Assert.Equal(1015, head.Content.Headers.ContentLength);
        Assert.Equal(["br"], compressed.Content.Headers.ContentEncoding);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Action<HttpRequestHeaders>? ask = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, _server.Address);
        ask?.Invoke(request.Headers);
        return await http.SendAsync(request, Cancellation);
    }
}
