using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>The planet of two people, by REST.</summary>
public sealed class DirectPlanetTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task It_is_made_once_and_found_again_by_both()
    {
        var (ann, bob) = (await server.RegisterAsync(), await server.RegisterAsync());

        var made = await ann.Rest.PostAsync("planets/direct", new { userId = bob.Id });
        var found = await bob.Rest.PostAsync("planets/direct", new { userId = ann.Id });

        Assert.Equal((201, 200), (made.Status, found.Status));
        Assert.Equal(made["id"].GetString(), found["id"].GetString());
        Assert.Equal($"/api/v1/planets/{made["id"].GetString()}", made.Location?.ToString());
        Assert.Equal(("direct", 2), (made["kind"].GetString(), made["memberCount"].GetInt32()));
        var item = Assert.Single((await bob.Rest.GetAsync("me/planets")).Items);
        Assert.Equal("direct", item.GetProperty("planet").GetProperty("kind").GetString());
    }

    [Fact]
    public async Task It_needs_somebody_else_who_exists()
    {
        var ann = await server.RegisterAsync();
        (await ann.Rest.PostAsync("planets/direct", new { })).IsInvalid("userId");
        (await ann.Rest.PostAsync("planets/direct", new { userId = ann.Id })).IsInvalid("userId");
        (await ann.Rest.PostAsync("planets/direct", new { userId = "42" })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Nobody_else_finds_it_and_neither_changes_or_leaves_it()
    {
        var (ann, bob) = (await server.RegisterAsync(), await server.RegisterAsync());
        var other = await server.RegisterAsync();
        var planet = (await ann.Rest.PostAsync("planets/direct", new { userId = bob.Id }))["id"].GetString();
        var path = $"planets/{planet}";

        (await other.Rest.GetAsync(path)).IsRefused(404, "not_found");
        (await other.Rest.PostAsync($"{path}/join")).IsRefused(404, "not_found");
        (await ann.Rest.PatchAsync(path, new { name = "ours" })).IsRefused(403, "forbidden");
        (await ann.Rest.DeleteAsync(path)).IsRefused(403, "forbidden");
        (await ann.Rest.PostAsync($"{path}/leave")).IsRefused(403, "forbidden");
        (await ann.Rest.DeleteAsync($"{path}/members/{bob.Id}")).IsRefused(403, "forbidden");
        var member = new { status = "active" };
        (await ann.Rest.PutAsync($"{path}/members/{other.Id}", member)).IsRefused(403, "forbidden");
    }
}
