using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>The members' standing and the planet's settings by REST; what roles may do is tested on the planet itself.</summary>
public sealed class RolesTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task An_owner_makes_an_admin_who_mutes_and_bans_and_lifts_it_again()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (admin, member) = (await server.MemberAsync(owner, planet), await server.MemberAsync(owner, planet));
        var asOwner = $"planets/{planet}/members/";

        Assert.Equal(200, (await owner.Rest.PutAsync(asOwner + admin.Id, new { role = "admin" })).Status);
        (await member.Rest.PutAsync(asOwner + admin.Id, new { role = "member" })).IsRefused(403, "forbidden");
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        Assert.Equal(200, (await admin.Rest.PutAsync(asOwner + member.Id, new { mutedUntil = until })).Status);
        (await SendAsync(member, planet)).IsRefused(403, "muted");

        Assert.Equal(200, (await admin.Rest.PutAsync(asOwner + member.Id, new { status = "banned" })).Status);
        (await member.Rest.PostAsync($"planets/{planet}/join")).IsRefused(403, "banned");
        Assert.Equal(200, (await admin.Rest.PutAsync(asOwner + member.Id, new { status = "active" })).Status);
        Assert.Equal(200, (await member.Rest.GetAsync($"planets/{planet}")).Status);
        (await owner.Rest.PostAsync($"planets/{planet}/leave")).IsRefused(409, "conflict");
    }

    [Fact]
    public async Task A_planet_is_renamed_slowed_down_and_archived()
    {
        var (owner, planet) = await server.PlanetAsync();
        var member = await server.MemberAsync(owner, planet);
        var settings = new { slowModeSeconds = 60, editWindowSeconds = 600 };

        var set = await owner.Rest.PatchAsync($"planets/{planet}", new { name = " 제주 ", settings });
        Assert.Equal((200, "제주"), (set.Status, set["name"].GetString()));
        Assert.Equal(60, set["settings"].GetProperty("slowModeSeconds").GetInt32());
        Assert.Equal(600, set["settings"].GetProperty("editWindowSeconds").GetInt32());
        (await member.Rest.PatchAsync($"planets/{planet}", new { name = "mine" })).IsRefused(403, "forbidden");

        Assert.Equal(201, (await SendAsync(member, planet)).Status);
        var slowed = await SendAsync(member, planet);
        slowed.IsRefused(429, "slow_mode");
        Assert.InRange(slowed.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60));

        var archived = await owner.Rest.PatchAsync($"planets/{planet}", new { archived = true });
        Assert.NotNull(archived["archivedAt"].GetString());
        (await SendAsync(owner, planet)).IsRefused(403, "forbidden");
    }

    [Theory]
    [InlineData("""{"name": " "}""", "name")]
    [InlineData("""{"settings": {"slowModeSeconds": -1}}""", "settings.slowModeSeconds")]
    [InlineData("""{"settings": {"slowModeSeconds": 21601}}""", "settings.slowModeSeconds")]
    [InlineData("""{"settings": {"editWindowSeconds": 2592001}}""", "settings.editWindowSeconds")]
    public async Task What_cannot_be_set_is_named_by_its_field(string body, string field)
    {
        var (owner, planet) = await server.PlanetAsync();
        var patch = new StringContent(body, null, "application/json");
        (await owner.Rest.SendAsync(HttpMethod.Patch, $"planets/{planet}", patch)).IsInvalid(field);
    }

    [Theory]
    [InlineData("""{"role": "king"}""", "role")]
    [InlineData("""{"status": "left"}""", "status")]
    [InlineData("""{"mutedUntil": "tomorrow"}""", "mutedUntil")]
    public async Task What_a_member_cannot_be_is_named_by_its_field(string body, string field)
    {
        var (owner, planet) = await server.PlanetAsync();
        var member = await server.MemberAsync(owner, planet);
        var put = new StringContent(body, null, "application/json");
        (await owner.Rest.SendAsync(HttpMethod.Put, $"planets/{planet}/members/{member.Id}", put)).IsInvalid(field);
    }

    private static Task<RestAnswer> SendAsync(RestUser user, string planet) =>
        user.Rest.PostAsync(
            $"planets/{planet}/messages",
            new { clientMessageId = Guid.NewGuid().ToString("N"), text = "hello" }
        );
}
