using System.Net;
using Connecto.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Connecto.Web.Tests.Hosting;

/// <summary>Which page stands at which address.</summary>
public sealed class WebClientPagesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("connecto-wwwroot-");
    private readonly HttpClient _http = new();
    private WebApplication _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "index.html"), "the chat", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "admin.html"), "the console", Cancellation);
        var assets = _root.CreateSubdirectory("assets").FullName;
        await File.WriteAllTextAsync(Path.Combine(assets, "console-1.js"), "a script", Cancellation);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { WebRootPath = _root.FullName });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddResponseCompression();
        _server = builder.Build();
        _server.UseWebClient();
        _server.Run(context => context.Response.WriteAsync("the server's own", Cancellation));
        await _server.StartAsync(Cancellation);
        _http.BaseAddress = new Uri(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/", "the chat")]
    [InlineData("/chats/12", "the chat")]
    [InlineData("/administrators", "the chat")]
    [InlineData("/admin", "the console")]
    [InlineData("/admin/", "the console")]
    [InlineData("/admin/users/12?q=1", "the console")]
    [InlineData("/assets/console-1.js", "a script")]
    [InlineData("/api/v1/admin/stats", "the server's own")]
    [InlineData("/hubs/chat", "the server's own")]
    public async Task A_path_gives_its_page(string path, string page) =>
        Assert.Equal(page, await (await _http.GetAsync(path, Cancellation)).Content.ReadAsStringAsync(Cancellation));

    [Fact]
    public async Task Pages_are_asked_for_anew_and_assets_are_kept()
    {
        using var page = await _http.GetAsync("/admin", Cancellation);
        using var asset = await _http.GetAsync("/assets/console-1.js", Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.True(page.Headers.CacheControl!.NoCache);
        Assert.Equal(TimeSpan.FromDays(365), asset.Headers.CacheControl!.MaxAge);
    }
}
