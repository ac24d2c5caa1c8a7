using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Planets of a travel: who may come in, and that who leaves the travel is out of all of them.</summary>
public sealed class TravelPlanetTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Whoever_takes_part_makes_planets_and_owns_them()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);

        var made = await member.Rest.PostAsync($"travels/{travel}/planets", new { name = " 맛집 " });

        Assert.Equal((201, "맛집", "travel"), (made.Status, made["name"].GetString(), made["kind"].GetString()));
        Assert.Equal((travel, 1), (made["travelId"].GetString(), made["memberCount"].GetInt32()));
        Assert.Equal($"/api/v1/planets/{made["id"].GetString()}", made.Location?.ToString());
        var me = Assert.Single((await member.Rest.GetAsync($"planets/{made["id"].GetString()}/members")).Items);
        Assert.Equal("owner", me.GetProperty("role").GetString());
        var outsider = await server.RegisterAsync();
        (await outsider.Rest.PostAsync($"travels/{travel}/planets", new { name = "x" })).IsRefused(403, "not_member");
        (await owner.Rest.PostAsync($"travels/{travel}/planets", new { name = " " })).IsInvalid("name");
        (await owner.Rest.PostAsync("travels/42/planets", new { name = "x" })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task The_planets_of_a_travel_come_page_by_page_for_those_who_take_part()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var planets = new List<string>();
        for (var planet = 0; planet < 5; planet++)
        {
            planets.Add(await owner.TravelPlanetAsync(travel));
        }
        await owner.TravelPlanetAsync(await owner.TravelAsync("another travel"));

        Assert.Equal(planets, await member.AllAsync($"travels/{travel}/planets", "id", 2));
        var outsider = await server.RegisterAsync();
        (await outsider.Rest.GetAsync($"travels/{travel}/planets")).IsRefused(403, "not_member");
        (await member.Rest.GetAsync($"travels/{travel}/planets?limit=101")).IsInvalid("limit");
    }

    [Fact]
    public async Task Only_those_who_take_part_join_or_are_added()
    {
        var (owner, travel) = await server.TravelAsync();
        var (member, outsider) = (await server.JoinTravelAsync(travel), await server.RegisterAsync());
        var planet = await owner.TravelPlanetAsync(travel);

        (await member.Rest.GetAsync($"planets/{planet}")).IsRefused(403, "not_member");
        (await outsider.Rest.GetAsync($"planets/{planet}")).IsRefused(404, "not_found");
        (await outsider.Rest.PostAsync($"planets/{planet}/join")).IsRefused(404, "not_found");
        var asOwner = $"planets/{planet}/members/";
        (await owner.Rest.PutAsync(asOwner + outsider.Id, new { status = "active" })).IsRefused(404, "not_found");
        Assert.Equal(2, (await member.Rest.PostAsync($"planets/{planet}/join"))["memberCount"].GetInt32());
        await member.Rest.PostAsync($"planets/{planet}/leave");
        Assert.Equal(200, (await owner.Rest.PutAsync(asOwner + member.Id, new { status = "active" })).Status);
        Assert.Equal(200, (await member.Rest.GetAsync($"planets/{planet}")).Status);
    }

    [Fact]
    public async Task Whom_an_admin_adds_to_a_planet_takes_part_in_its_travel()
    {
        var (owner, travel) = await server.TravelAsync("private");
        var planet = await owner.TravelPlanetAsync(travel);
        var guest = await server.RegisterAsync();
        var admin = await server.AdminAsync();

        var added = await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { guest.Id } });

        Assert.Equal(200, added.Status);
        Assert.Equal(2, (await guest.Rest.GetAsync($"planets/{planet}"))["memberCount"].GetInt32());
        Assert.Equal(2, await guest.MemberCountAsync(travel));
    }

    [Fact]
    public async Task Who_leaves_a_travel_leaves_its_planets_and_is_followed_where_he_was_the_last_owner()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var otherTravel = await member.TravelAsync("another travel");
        var other = await member.TravelPlanetAsync(otherTravel);
        var group = (await member.Rest.PostAsync("planets", new { name = "group" }))["id"].GetString()!;
        string[] planets =
        [
            await owner.TravelPlanetAsync(travel),
            await member.TravelPlanetAsync(travel),
            await member.TravelPlanetAsync(travel),
        ];
        await member.Rest.PostAsync($"planets/{planets[0]}/join");
        await owner.Rest.PostAsync($"planets/{planets[1]}/join");

        Assert.Equal(204, (await member.Rest.PostAsync($"travels/{travel}/leave")).Status);

        foreach (var planet in planets)
        {
            (await member.Rest.GetAsync($"planets/{planet}/messages")).IsRefused(403, "not_member");
            Assert.NotEqual(200, (await member.Rest.PostAsync($"planets/{planet}/join")).Status);
        }
        var heir = Assert.Single((await owner.Rest.GetAsync($"planets/{planets[1]}/members")).Items);
        Assert.Equal("owner", heir.GetProperty("role").GetString());
        var inbox = (await member.Rest.GetAsync("me/planets")).Items;
        Assert.Equal([group, other], inbox.Select(item => item.GetProperty("planet").GetProperty("id").GetString()));
        Assert.Equal(0L, await server.ValueAsync($"SELECT count(*) FROM jobs WHERE travel_id = {travel}"));
    }

    [Fact]
    public async Task Who_comes_back_to_a_travel_joins_its_planets_anew()
    {
        var (owner, travel) = await server.TravelAsync();
        var member = await server.JoinTravelAsync(travel);
        var planet = await owner.TravelPlanetAsync(travel);
        await member.Rest.PostAsync($"planets/{planet}/join");
        await member.Rest.PostAsync($"travels/{travel}/leave");

        await member.Rest.PostAsync($"travels/{travel}/join");

        (await member.Rest.GetAsync($"planets/{planet}")).IsRefused(403, "not_member");
        Assert.Equal(200, (await member.Rest.PostAsync($"planets/{planet}/join")).Status);
    }
}
