using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Making, seeing, changing and deleting a travel, and who may not.</summary>
public sealed class TravelTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task A_travel_is_made_with_its_dates_and_found_under_its_location()
    {
        var owner = await server.RegisterAsync();
        var travel = new
        {
            title = "  제주 여행 ",
            visibility = "public",
            startsOn = "2026-05-01",
            endsOn = "2026-05-01",
        };

        var made = await owner.Rest.PostAsync("travels", travel);

        Assert.Equal(201, made.Status);
        Assert.Equal($"/api/v1/travels/{made["id"].GetString()}", made.Location?.ToString());
        var seen = await (await server.RegisterAsync()).Rest.GetAsync($"travels/{made["id"].GetString()}");
        Assert.Equal(made.Body.GetRawText(), seen.Body.GetRawText());
        Assert.Equal(("제주 여행", "public"), (seen["title"].GetString(), seen["visibility"].GetString()));
        Assert.Equal((owner.Id, 1), (seen["ownerId"].GetString(), seen["memberCount"].GetInt32()));
        Assert.Equal(("2026-05-01", "2026-05-01"), (seen["startsOn"].GetString(), seen["endsOn"].GetString()));
        Assert.EndsWith("Z", seen["createdAt"].GetString());
    }

    [Fact]
    public async Task A_travel_without_dates_shows_none()
    {
        var (owner, travel) = await server.TravelAsync();
        var seen = await owner.Rest.GetAsync($"travels/{travel}");
        Assert.False(seen.Body.TryGetProperty("startsOn", out _));
        Assert.False(seen.Body.TryGetProperty("endsOn", out _));
    }

    [Theory]
    [InlineData("""{"visibility": "public"}""", "title")]
    [InlineData("""{"title": " \t ", "visibility": "public"}""", "title")]
    [InlineData("""{"title": "two\nlines", "visibility": "public"}""", "title")]
    [InlineData("""{"title": "\ud800", "visibility": "public"}""", "title")]
    [InlineData("""{"title": "x"}""", "visibility")]
    [InlineData("""{"title": "x", "visibility": "secret"}""", "visibility")]
    [InlineData("""{"title": "x", "visibility": 0}""", "visibility")]
    [InlineData("""{"title": "x", "visibility": "public", "startsOn": "2026-5-1"}""", "startsOn")]
    [InlineData("""{"title": "x", "visibility": "public", "startsOn": "2026-02-30"}""", "startsOn")]
    [InlineData("""{"title": "x", "visibility": "public", "endsOn": "2026-05-01T00:00:00Z"}""", "endsOn")]
    [InlineData(
        """{"title": "x", "visibility": "public", "startsOn": "2026-05-02", "endsOn": "2026-05-01"}""",
        "endsOn"
    )]
    public async Task What_makes_no_travel_is_named_by_its_field(string body, string field) =>
        (await (await server.RegisterAsync()).Rest.PostRawAsync("travels", body)).IsInvalid(field);

    [Fact]
    public async Task A_title_has_at_most_a_hundred_characters()
    {
        var owner = await server.RegisterAsync();
        await owner.TravelAsync(new string('가', 100));
        var body = new { title = new string('가', 101), visibility = "public" };
        (await owner.Rest.PostAsync("travels", body)).IsInvalid("title");
    }

    [Fact]
    public async Task The_owner_changes_what_he_gives_and_the_rest_stays()
    {
        var (owner, travel) = await server.TravelAsync(title: "before");
        var path = $"travels/{travel}";

        var dated = await owner.Rest.PatchAsync(path, new { startsOn = "2026-05-02", endsOn = "2026-05-09" });
        Assert.Equal((200, "before"), (dated.Status, dated["title"].GetString()));
        var titled = await owner.Rest.PatchAsync(path, new { title = " after ", visibility = "private" });
        Assert.Equal(("after", "private"), (titled["title"].GetString(), titled["visibility"].GetString()));
        var moved = await owner.Rest.PatchAsync(path, new { startsOn = "2026-05-09" });
        Assert.Equal(("2026-05-09", "2026-05-09"), (moved["startsOn"].GetString(), moved["endsOn"].GetString()));
        Assert.Equal(moved.Body.GetRawText(), (await owner.Rest.GetAsync(path)).Body.GetRawText());
    }

    [Theory]
    [InlineData("""{"title": ""}""", "title")]
    [InlineData("""{"visibility": "none"}""", "visibility")]
    [InlineData("""{"startsOn": "2026-05-10"}""", "endsOn")]
    [InlineData("""{"endsOn": "2026-04-30"}""", "endsOn")]
    [InlineData("""{"startsOn": "soon"}""", "startsOn")]
    [InlineData("""{"ownerId": 42}""", "ownerId")]
    [InlineData("""{"ownerId": "42"}""", "ownerId")]
    public async Task What_a_travel_cannot_become_is_named_by_its_field(string body, string field)
    {
        var (owner, travel) = await server.TravelAsync();
        var path = $"travels/{travel}";
        await owner.Rest.PatchAsync(path, new { startsOn = "2026-05-01", endsOn = "2026-05-09" });
        var patch = new StringContent(body, null, "application/json");
        (await owner.Rest.SendAsync(HttpMethod.Patch, path, patch)).IsInvalid(field);
    }

    [Fact]
    public async Task Only_the_owner_changes_or_deletes_a_travel()
    {
        var (_, travel) = await server.TravelAsync();
        var (member, outsider) = (await server.JoinTravelAsync(travel), await server.RegisterAsync());
        foreach (var (user, code) in new[] { (member, "forbidden"), (outsider, "not_member") })
        {
            (await user.Rest.PatchAsync($"travels/{travel}", new { title = "mine" })).IsRefused(403, code);
            (await user.Rest.DeleteAsync($"travels/{travel}")).IsRefused(403, code);
        }
        (await server.Anonymous.PatchAsync($"travels/{travel}", new { title = "mine" })).IsRefused(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task A_travel_is_handed_over_to_one_who_takes_part()
    {
        var (owner, travel) = await server.TravelAsync();
        var (member, outsider) = (await server.JoinTravelAsync(travel), await server.RegisterAsync());
        var path = $"travels/{travel}";

        (await owner.Rest.PatchAsync(path, new { ownerId = outsider.Id })).IsInvalid("ownerId");
        var handed = await owner.Rest.PatchAsync(path, new { ownerId = member.Id, title = "theirs" });

        Assert.Equal((200, member.Id), (handed.Status, handed["ownerId"].GetString()));
        (await owner.Rest.PatchAsync(path, new { title = "mine" })).IsRefused(403, "forbidden");
        Assert.Equal(204, (await owner.Rest.PostAsync($"{path}/leave")).Status);
        Assert.Equal(200, (await member.Rest.PatchAsync(path, new { title = "mine" })).Status);
    }

    [Fact]
    public async Task A_private_travel_is_not_found_by_outsiders_whatever_they_call()
    {
        var (_, travel) = await server.TravelAsync("private");
        await IsNotFoundAsync(await server.RegisterAsync(), travel);
    }

    [Fact]
    public async Task A_deleted_travel_is_not_found_by_anybody_whatever_they_call()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);

        Assert.Equal(204, (await owner.Rest.DeleteAsync($"travels/{travel}")).Status);

        foreach (var user in new[] { owner, member, await server.RegisterAsync() })
        {
            await IsNotFoundAsync(user, travel);
        }
        Assert.DoesNotContain(travel, await owner.AllAsync("travels", "id", 100));
        Assert.DoesNotContain(travel, await owner.AllAsync("travels/popular", "id", 100));
    }

    [Fact]
    public async Task A_deleted_travel_takes_its_planets_along()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        string[] planets = [await owner.TravelPlanetAsync(travel), await member.TravelPlanetAsync(travel)];
        await member.Rest.PostAsync($"planets/{planets[0]}/join");

        await owner.Rest.DeleteAsync($"travels/{travel}");

        foreach (var planet in planets)
        {
            (await member.Rest.GetAsync($"planets/{planet}")).IsRefused(404, "not_found");
        }
        Assert.Empty((await member.Rest.GetAsync("me/planets")).Items);
        Assert.Equal(0L, await server.ValueAsync($"SELECT count(*) FROM jobs WHERE travel_id = {travel}"));
    }

    private static async Task IsNotFoundAsync(RestUser user, string travel)
    {
        var path = $"travels/{travel}";
        RestAnswer[] answers =
        [
            await user.Rest.GetAsync(path),
            await user.Rest.PatchAsync(path, new { title = "mine" }),
            await user.Rest.DeleteAsync(path),
            await user.Rest.PostAsync($"{path}/join"),
            await user.Rest.PostAsync($"{path}/leave"),
            await user.Rest.GetAsync($"{path}/members"),
            await user.Rest.GetAsync($"{path}/planets"),
            await user.Rest.PostAsync($"{path}/planets", new { name = "mine" }),
        ];
        Assert.All(answers, answer => answer.IsRefused(404, "not_found"));
    }
}
