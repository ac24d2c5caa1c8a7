using Connecto.Planets;
using Connecto.Web.Tests.Support;
using static Connecto.Web.Tests.Api.InviteCalls;

namespace Connecto.Web.Tests.Api;

public sealed class InviteTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task An_invite_lets_in_whoever_has_its_code_and_counts_him_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();

        var made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { });
        var joined = await guest.Rest.PostAsync($"invites/{Code(made)}/accept");
        var again = await guest.Rest.PostAsync($"invites/{Code(made)}/accept");

        Assert.Equal(201, made.Status);
        Assert.Matches("^[0-9A-Za-z]{20}$", Code(made));
        Assert.Equal((planet, owner.Id), (made["planetId"].GetString(), made["createdBy"].GetString()));
        Assert.Equal(0, made["uses"].GetInt32());
        Assert.False(made.Body.TryGetProperty("maxUses", out _));
        var days = (made["expiresAt"].GetDateTimeOffset() - TimeProvider.System.GetUtcNow()).TotalDays;
        Assert.InRange(days, 6.9, 7);
        Assert.Equal((200, 2), (joined.Status, joined["memberCount"].GetInt32()));
        Assert.Equal((200, planet), (again.Status, again["id"].GetString()));
        Assert.Equal(1, Assert.Single(await ListAsync(owner, planet)).GetProperty("uses").GetInt32());
    }

    [Fact]
    public async Task An_invite_is_made_also_where_its_guest_cannot_be_told_now()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();

        // What the guest's sessions are cannot be read, so that he cannot be told.
        await server.ValueAsync("ALTER TABLE sessions RENAME TO sessions_away");
        RestAnswer made;
        try
        {
            made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = guest.Id });
        }
        finally
        {
            await server.ValueAsync("ALTER TABLE sessions_away RENAME TO sessions");
        }

        Assert.Equal(201, made.Status);
        Assert.Single(await ListAsync(owner, planet));
        var told = Assert.Single((await guest.Rest.GetAsync("me/notifications")).Items);
        Assert.Equal("invite", told.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Only_owners_and_admins_make_see_and_revoke_invites()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (stranger, member) = (await server.RegisterAsync(), await server.RegisterAsync());
        var (otherOwner, _) = await server.PlanetAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        await member.Rest.PostAsync($"invites/{code}/accept");

        (await member.Rest.PostAsync($"planets/{planet}/invites", new { })).IsRefused(403, "forbidden");
        (await member.Rest.GetAsync($"planets/{planet}/invites")).IsRefused(403, "forbidden");
        foreach (var outsider in new[] { stranger, otherOwner })
        {
            (await outsider.Rest.PostAsync($"planets/{planet}/invites", new { })).IsRefused(404, "not_found");
            (await outsider.Rest.GetAsync($"planets/{planet}/invites")).IsRefused(404, "not_found");
            (await outsider.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
        }
        (await member.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
        (await server.Anonymous.PostAsync($"invites/{code}/accept")).IsRefused(401, "unauthenticated");

        await owner.Rest.PutAsync($"planets/{planet}/members/{member.Id}", new { role = "admin" });
        Assert.Equal(201, (await member.Rest.PostAsync($"planets/{planet}/invites", new { })).Status);
        Assert.Equal(2, (await ListAsync(member, planet)).Count);
        Assert.Equal(204, (await member.Rest.DeleteAsync($"invites/{code}")).Status);
        await owner.Rest.PutAsync($"planets/{planet}/members/{member.Id}", new { status = "banned" });
        var left = Assert.Single(await ListAsync(owner, planet)).GetProperty("code").GetString();
        (await member.Rest.DeleteAsync($"invites/{left}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Nobody_is_invited_into_a_direct_planet()
    {
        var (one, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var direct = await server.CreateAsync(PlanetKind.Direct, null, one, other);

        (await one.Rest.PostAsync($"planets/{direct}/invites", new { })).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_invite_that_is_none_any_more_is_not_found()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var revoked = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        var expired = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));
        var used = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { maxUses = 1 }));
        await owner.Rest.DeleteAsync($"invites/{revoked}");
        await server.ValueAsync($"UPDATE invites SET expires_at = now() WHERE code = '{expired}'");
        await (await server.RegisterAsync()).Rest.PostAsync($"invites/{used}/accept");

        foreach (var code in new[] { revoked, expired, used, "unknown", new string('a', 20), "%27%20OR%20true" })
        {
            (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
        }
        (await owner.Rest.DeleteAsync($"invites/{revoked}")).IsRefused(404, "not_found");
        Assert.Empty(await ListAsync(owner, planet));
    }

    [Fact]
    public async Task An_invite_into_a_deleted_planet_is_not_found()
    {
        var (owner, planet) = await server.PlanetAsync();
        var guest = await server.RegisterAsync();
        var code = Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { }));

        await server.Server.Planet(Id(planet)).Delete(Id(owner.Id));

        (await guest.Rest.PostAsync($"invites/{code}/accept")).IsRefused(404, "not_found");
        (await owner.Rest.DeleteAsync($"invites/{code}")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Who_is_invited_by_name_is_notified_unless_he_has_blocked_the_maker()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (guest, blocker) = (await server.RegisterAsync(), await server.RegisterAsync());
        await server.ValueAsync($"INSERT INTO blocks VALUES ({blocker.Id}, {owner.Id}, now())");

        var made = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = guest.Id });
        var untold = await owner.Rest.PostAsync($"planets/{planet}/invites", new { userId = blocker.Id });

        Assert.Equal((201, 201), (made.Status, untold.Status));
        var told = $"SELECT data ->> 'code' FROM notifications WHERE kind = 5 AND planet_id = {planet}";
        Assert.Equal(Code(made), await server.ValueAsync($"{told} AND user_id = {guest.Id} AND actor_id = {owner.Id}"));
        Assert.Null(await server.ValueAsync($"{told} AND user_id = {blocker.Id}"));
    }

    [Fact]
    public async Task A_planet_has_at_most_100_valid_invites_also_when_they_are_made_at_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 104).Select(_ => owner.Rest.PostAsync($"planets/{planet}/invites", new { }))
        );

        Assert.Equal(100, answers.Count(answer => answer.Status == 201));
        Assert.All(answers.Where(answer => answer.Status != 201), answer => answer.IsRefused(409, "conflict"));
        var code = Code(answers.First(answer => answer.Status == 201));
        await server.ValueAsync($"UPDATE invites SET expires_at = now() WHERE code = '{code}'");
        Assert.Equal(201, (await owner.Rest.PostAsync($"planets/{planet}/invites", new { })).Status);
        Assert.Equal(100L, await server.ValueAsync($"SELECT count(*) FROM invites WHERE planet_id = {planet}"));
    }

    [Fact]
    public async Task Invites_come_page_by_page_newest_first()
    {
        var (owner, planet) = await server.PlanetAsync();
        var made = new List<string>();
        for (var invite = 0; invite < 5; invite++)
        {
            made.Insert(0, Code(await owner.Rest.PostAsync($"planets/{planet}/invites", new { })));
        }

        var first = await owner.Rest.GetAsync($"planets/{planet}/invites?limit=3");
        var rest = await owner.Rest.GetAsync(
            $"planets/{planet}/invites?limit=3&cursor={first["nextCursor"].GetString()}"
        );

        Assert.Equal(made, first.Items.Concat(rest.Items).Select(item => item.GetProperty("code").GetString()));
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
    }

    [Theory]
    [InlineData("""{"maxUses": 0}""", "maxUses")]
    [InlineData("""{"maxUses": 10001}""", "maxUses")]
    [InlineData("""{"maxUses": "5"}""", "maxUses")]
    [InlineData("""{"expiresAt": "2025-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"expiresAt": "2999-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"expiresAt": "tomorrow"}""", "expiresAt")]
    [InlineData("""{"userId": 5}""", "userId")]
    public async Task What_is_no_invite_is_named_by_its_field(string body, string field)
    {
        var (owner, planet) = await server.PlanetAsync();

        (await owner.Rest.PostRawAsync($"planets/{planet}/invites", body)).IsInvalid(field);
    }
}
