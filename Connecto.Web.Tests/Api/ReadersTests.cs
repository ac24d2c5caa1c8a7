using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Who has read a message, what it said before, and what of a planet one is notified of, by REST.</summary>
public sealed class ReadersTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Readers_come_page_by_page_until_the_planet_shows_none()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, "hello");
        var readers = new List<RestUser>();
        for (var i = 0; i < 3; i++)
        {
            readers.Add(await server.MemberAsync(owner, planet));
        }
        await SendAsync(owner, planet, "hello again");
        foreach (var reader in readers)
        {
            await reader.Rest.PostAsync($"planets/{planet}/read", new { seq = 2 });
        }

        var path = $"planets/{planet}/messages/2/readers";
        var first = await owner.Rest.GetAsync($"{path}?limit=2");
        var rest = await owner.Rest.GetAsync($"{path}?limit=2&cursor={first["nextCursor"].GetString()}");
        var seen = first.Items.Concat(rest.Items).Select(reader => reader.GetProperty("userId").GetString());
        Assert.Equal(readers.Select(reader => reader.Id).Order(), seen.Order());
        Assert.All(first.Items, reader => Assert.EndsWith("Z", reader.GetProperty("readAt").GetString()));
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
        Assert.Empty((await owner.Rest.GetAsync($"planets/{planet}/messages/1/readers")).Items);
        (await owner.Rest.GetAsync($"planets/{planet}/messages/9/readers")).IsRefused(404, "not_found");

        var off = await owner.Rest.PatchAsync($"planets/{planet}", new { settings = new { readReceipts = false } });
        Assert.False(off["settings"].GetProperty("readReceipts").GetBoolean());
        (await owner.Rest.GetAsync(path)).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_owner_sees_what_an_edited_message_said_and_a_member_does_not()
    {
        var (owner, planet) = await server.PlanetAsync();
        var member = await server.MemberAsync(owner, planet);
        await SendAsync(member, planet, "first");
        await member.Rest.PatchAsync($"planets/{planet}/messages/1", new { text = "second" });

        var history = await owner.Rest.GetAsync($"planets/{planet}/messages/1/history");
        Assert.Equal(["first", "second"], history.Items.Select(version => version.GetProperty("text").GetString()));
        (await member.Rest.GetAsync($"planets/{planet}/messages/1/history")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task What_one_is_notified_of_is_set_for_each_planet()
    {
        var (owner, planet) = await server.PlanetAsync();
        Assert.Equal(204, (await owner.Rest.PatchAsync($"me/planets/{planet}", new { notifications = "none" })).Status);
        var item = Assert.Single((await owner.Rest.GetAsync("me/planets")).Items);
        Assert.Equal("none", item.GetProperty("notifications").GetString());

        (await owner.Rest.PatchAsync($"me/planets/{planet}", new { })).IsInvalid("notifications");
        (await owner.Rest.PatchAsync($"me/planets/{planet}", new { notifications = "loud" })).IsInvalid(
            "notifications"
        );
        var stranger = await server.RegisterAsync();
        var refused = await stranger.Rest.PatchAsync($"me/planets/{planet}", new { notifications = "all" });
        refused.IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_deleted_planet_is_gone_for_its_members()
    {
        var (owner, planet) = await server.PlanetAsync();
        var member = await server.MemberAsync(owner, planet);
        (await member.Rest.DeleteAsync($"planets/{planet}")).IsRefused(403, "forbidden");
        Assert.Equal(204, (await owner.Rest.DeleteAsync($"planets/{planet}")).Status);

        (await owner.Rest.GetAsync($"planets/{planet}")).IsRefused(404, "not_found");
        (await owner.Rest.DeleteAsync($"planets/{planet}")).IsRefused(404, "not_found");
        Assert.Empty((await member.Rest.GetAsync("me/planets")).Items);
    }

    private static async Task SendAsync(RestUser user, string planet, string text)
    {
        var body = new { clientMessageId = Guid.NewGuid().ToString("N"), text };
        Assert.Equal(201, (await user.Rest.PostAsync($"planets/{planet}/messages", body)).Status);
    }
}
