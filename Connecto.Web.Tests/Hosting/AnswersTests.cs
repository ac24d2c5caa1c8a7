using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Connecto.Web.Hosting;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Hosting;

/// <summary>What answers weigh on the wire: none twice, and large ones compressed.</summary>
public sealed class AnswersTests(RestServer server) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("gzip, deflate, br", "br")]
    [InlineData("br;q=0, gzip", "gzip")]
    [InlineData("identity", null)]
    [InlineData("br;q=0", null)]
    [InlineData(null, null)]
    public async Task A_large_answer_is_compressed_as_the_caller_accepts(string? accepts, string? encoding)
    {
        var (user, path) = await LongMessageAsync();
        using var plain = await GetAsync(user, path, null);

        using var answer = await GetAsync(user, path, accepts);

        Assert.Equal(encoding is null ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", answer.Headers.Vary);
        Assert.Equal(await TextAsync(plain), await TextAsync(answer));
        Assert.Equal(plain.Headers.ETag, answer.Headers.ETag);
        if (encoding is not null)
        {
            var compressed = await answer.Content.ReadAsByteArrayAsync(Cancellation);
            Assert.True(compressed.Length < Answers.CompressedFrom, $"{compressed.Length} bytes");
        }
    }

    [Fact]
    public async Task A_small_answer_and_one_with_a_token_are_not_compressed()
    {
        var user = await server.RegisterAsync();

        using var small = await GetAsync(user, "version", "br");
        using var http = new HttpClient();
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var who = new
        {
            email = $"{Guid.NewGuid():N}@example.com",
            password = "password",
            displayName = "Somebody",
        };
        using var token = await http.PostAsJsonAsync(Address("auth/register"), who, Cancellation);

        Assert.Empty(small.Content.Headers.ContentEncoding);
        Assert.Equal(HttpStatusCode.Created, token.StatusCode);
        Assert.Empty(token.Content.Headers.ContentEncoding);
        Assert.Equal("no-store", token.Headers.CacheControl!.ToString());
        Assert.Null(token.Headers.ETag);
    }

    [Fact]
    public async Task Who_has_what_a_GET_answers_is_told_so_until_it_changes()
    {
        var (user, path) = await LongMessageAsync();
        using var first = await GetAsync(user, path, null);
        Assert.Equal("no-cache, private", first.Headers.CacheControl!.ToString());

        using var same = await GetAsync(user, path, "br", first.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(first.Headers.ETag, same.Headers.ETag);
        Assert.Equal(first.Headers.Vary, same.Headers.Vary);
        using var any = await GetAsync(user, path, null, EntityTagHeaderValue.Any);
        Assert.Equal(HttpStatusCode.NotModified, any.StatusCode);
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(Cancellation));
        using var other = await GetAsync(user, path, null, new EntityTagHeaderValue("\"other\""));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await user.Rest.PutAsync($"{path}/1/reactions/👍", new { });
        using var changed = await GetAsync(user, path, null, first.Headers.ETag);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Theory]
    [InlineData("br")]
    [InlineData(null)]
    public async Task A_HEAD_is_answered_as_the_GET_without_its_body(string? accepts)
    {
        var (user, path) = await LongMessageAsync();
        using var get = await GetAsync(user, path, accepts);

        using var head = await GetAsync(user, path, accepts, method: HttpMethod.Head);

        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Cancellation));
        Assert.Equal((get.Headers.ETag, get.Headers.CacheControl), (head.Headers.ETag, head.Headers.CacheControl));
        Assert.Equal(get.Headers.Vary, head.Headers.Vary);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Equal(get.Content.Headers.ContentEncoding, head.Content.Headers.ContentEncoding);
        Assert.Equal(accepts is null, head.Content.Headers.NonValidated.Contains("Content-Length"));
        Assert.Equal(accepts is null ? get.Content.Headers.ContentLength : 0, head.Content.Headers.ContentLength ?? 0);
        using var known = await GetAsync(user, path, accepts, get.Headers.ETag, HttpMethod.Head);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var nowhere = await GetAsync(user, "planets/5", accepts, method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        using var write = await GetAsync(user, "batch", accepts, method: HttpMethod.Head);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, write.StatusCode);
    }

    [Fact]
    public async Task What_is_refused_is_kept_by_nobody()
    {
        var user = await server.RegisterAsync();

        using var refused = await GetAsync(user, "planets/5", null);

        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Null(refused.Headers.ETag);
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
    }

    private async Task<(RestUser User, string Path)> LongMessageAsync()
    {
        var (owner, planet) = await server.PlanetAsync();
        var text = new string('가', 1000);
        var sent = await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text });
        Assert.Equal(201, sent.Status);
        return (owner, $"planets/{planet}/messages");
    }

    private Uri Address(string path) => new(server.Server.Address, $"/api/v1/{path}");

    private async Task<HttpResponseMessage> GetAsync(
        RestUser user,
        string path,
        string? accepts,
        EntityTagHeaderValue? known = null,
        HttpMethod? method = null
    )
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user.AccessToken);
        if (accepts is not null)
        {
            http.DefaultRequestHeaders.AcceptEncoding.ParseAdd(accepts);
        }
        if (known is not null)
        {
            http.DefaultRequestHeaders.IfNoneMatch.Add(known);
        }
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, Address(path));
        return await http.SendAsync(request, Cancellation);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStreamAsync(Cancellation);
        await using var plain = answer.Content.Headers.ContentEncoding.SingleOrDefault() switch
        {
            "br" => new BrotliStream(body, CompressionMode.Decompress),
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            _ => body,
        };
        using var reader = new StreamReader(plain);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
