using Connecto.Ids;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class AdminPlanetTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Planets_are_found_by_the_beginnings_of_words_newest_first()
    {
        var admin = await server.AdminAsync();
        var owner = await server.RegisterAsync();
        var seoul = await MakeAsync(owner, "강릉/서울여행 Food-Tour");
        var busan = await MakeAsync(owner, "부산 food & v1.2 it's");
        await MakeAsync(owner, "seafood");

        Assert.Equal([busan, seoul], await FindAsync(admin, "FOO"));
        Assert.Equal([seoul], await FindAsync(admin, "food 서울"));
        Assert.Equal([seoul], await FindAsync(admin, "tou"));
        Assert.Equal([busan], await FindAsync(admin, "v1.2"));
        Assert.Equal([busan], await FindAsync(admin, "it's"));
        Assert.Empty(await FindAsync(admin, "food moon"));
        Assert.Empty(await FindAsync(admin, "!&|:*()<->\\' moon"));
        (await admin.Rest.GetAsync("admin/planets?q=!!!")).IsInvalid("q");
        (await admin.Rest.GetAsync($"admin/planets?q={new string('x', 101)}")).IsInvalid("q");
        (await admin.Rest.GetAsync("admin/planets?q=a%00b")).IsInvalid("q");
    }

    [Fact]
    public async Task All_planets_but_deleted_ones_come_page_by_page_newest_first()
    {
        var admin = await server.AdminAsync();
        var owner = await server.RegisterAsync();
        var (older, gone, newer) = (
            await MakeAsync(owner, "a"),
            await MakeAsync(owner, "b"),
            await MakeAsync(owner, "c")
        );
        await server.Server.Planet(Id(gone)).Delete(Id(owner.Id));

        var first = await admin.Rest.GetAsync("admin/planets?limit=1");
        var second = await admin.Rest.GetAsync($"admin/planets?limit=1&cursor={first["nextCursor"].GetString()}");

        Assert.Equal(newer, Assert.Single(first.Items).GetProperty("id").GetString());
        var planet = Assert.Single(second.Items);
        Assert.Equal(older, planet.GetProperty("id").GetString());
        Assert.Equal(("a", 1), (planet.GetProperty("name").GetString(), planet.GetProperty("memberCount").GetInt32()));
        Assert.Equal(0, planet.GetProperty("epoch").GetInt64());
    }

    [Fact]
    public async Task An_admin_sees_a_planets_hot_state()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.MemberAsync(owner, planet);
        await owner.Rest.DeleteAsync($"planets/{planet}/members/{guest.Id}");
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "hello" });
        var head = (await owner.Rest.GetAsync($"planets/{planet}"))["headRev"].GetInt64();

        var hot = await admin.Rest.GetAsync($"admin/planets/{planet}");

        Assert.Equal(planet, hot["planet"].GetProperty("id").GetString());
        Assert.Equal(head, hot["head"].GetProperty("rev").GetInt64());
        var members = hot["members"];
        Assert.Equal((1, 1), (members.GetProperty("active").GetInt32(), members.GetProperty("removed").GetInt32()));
        Assert.Empty(hot["subscribers"].GetProperty("nodes").EnumerateArray());
        Assert.Equal(0, hot["queue"].GetProperty("pending").GetInt32());
        Assert.False(hot["queue"].GetProperty("unsettled").GetBoolean());
        Assert.True(hot["cache"].GetProperty("messages").GetInt32() >= 1);
        Assert.True(hot["cache"].GetProperty("events").GetInt32() >= 3);
        Assert.NotEmpty(hot["silo"].GetString()!);
        (await owner.Rest.GetAsync($"admin/planets/{planet}")).IsRefused(403, "forbidden");
        (await admin.Rest.GetAsync("admin/planets/5")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Subscribers_of_a_planet_that_was_deactivated_hear_what_follows()
    {
        var admin = await server.AdminAsync();
        var (user, other) = (await server.Server.UserAsync(), await server.Server.UserAsync());
        var planet = await server.Server.PlanetAsync(user, other);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);
        await other.SendAsync(planet, "before");
        await client.EventsAsync(planet, 1);
        var before = await admin.Rest.GetAsync($"admin/planets/{planet}");

        Assert.Equal(204, (await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate")).Status);
        await other.SendAsync(planet, "after");

        var events = await client.EventsAsync(planet, 2);
        Assert.Equal([2L, 3L], events.Select(told => told.GetProperty("rev").GetInt64()));
        Assert.Equal("after", events[1].GetProperty("message").GetProperty("text").GetString());
        var after = await admin.Rest.GetAsync($"admin/planets/{planet}");
        Assert.Equal(before["epoch"].GetInt64() + 1, after["epoch"].GetInt64());
        Assert.Single(after["subscribers"].GetProperty("nodes").EnumerateArray());
        var link = Assert.Single(after["subscribers"].GetProperty("links").EnumerateArray());
        Assert.Equal(1, link.GetProperty("connections").GetInt32());
        Assert.True(after["lag"].GetProperty("events").GetInt64() >= 0);
    }

    [Fact]
    public async Task Only_admins_deactivate_a_planet_that_there_is()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();

        (await owner.Rest.PostAsync($"admin/planets/{planet}/deactivate")).IsRefused(403, "forbidden");
        (await admin.Rest.PostAsync("admin/planets/5/deactivate")).IsRefused(404, "not_found");
        (await admin.Rest.PostAsync("admin/planets/x/deactivate")).IsInvalid("id");
    }

    private static Snowflake Id(string text) => new(long.Parse(text, null));

    private static async Task<string> MakeAsync(RestUser owner, string name) =>
        (await owner.Rest.PostAsync("planets", new { name }))["id"].GetString()!;

    private static async Task<string[]> FindAsync(RestUser admin, string words)
    {
        var found = await admin.Rest.GetAsync($"admin/planets?q={Uri.EscapeDataString(words)}");
        return [.. found.Items.Select(planet => planet.GetProperty("id").GetString()!)];
    }
}
