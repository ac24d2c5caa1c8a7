using Connecto.Admin;
using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Api;

public sealed class AnnouncementTests(RestServer server) : IClassFixture<RestServer>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_announcement_is_kept_for_everybody_who_is_there_and_told_to_who_is_connected()
    {
        var admin = await server.AdminAsync();
        var (here, away) = (await server.Server.UserAsync(), await server.RegisterAsync());
        var gone = await server.RegisterAsync();
        await server.ValueAsync($"UPDATE users SET deleted_at = now() WHERE id = {gone.Id}");
        await using var client = await here.ConnectAsync();

        var made = await admin.Rest.PostAsync("admin/announcements", new { text = " 오늘 밤 점검 " });
        var told = await client.NextAsync("notify");

        Assert.Equal(201, made.Status);
        var id = made["id"].GetString();
        Assert.Equal((id, "announcement"), (told.GetProperty("id").GetString(), told.GetProperty("kind").GetString()));
        Assert.Equal(" 오늘 밤 점검 ", told.GetProperty("text").GetString());
        var late = await server.RegisterAsync();
        Assert.Equal(1L, await ToldAsync(id, here.Id.ToString()));
        Assert.Equal(1L, await ToldAsync(id, away.Id));
        Assert.Equal(0L, await ToldAsync(id, gone.Id));
        Assert.Equal(0L, await ToldAsync(id, late.Id));
        await Eventually.Holds(
            async () => 0L.Equals(await server.ValueAsync($"SELECT count(*) FROM jobs WHERE id = {id}")),
            "the job is done",
            Cancellation
        );
        var audited = (await admin.Rest.GetAsync("admin/audit?action=announcement.make&limit=1")).Items[0];
        Assert.Equal($"announcement:{id}", audited.GetProperty("target").GetString());
        Assert.Equal(" 오늘 밤 점검 ", audited.GetProperty("detail").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Who_has_read_an_announcement_does_not_get_it_again_when_telling_goes_on()
    {
        var admin = await server.AdminAsync();
        var store = server.Server.Services.GetRequiredService<AnnouncementStore>();
        await server.ValueAsync(
            """
            INSERT INTO users (id, display_name, created_at)
            SELECT n, 'user ' || n, now() FROM generate_series(1, 5001) n
            """
        );
        var made = await store.AddAsync(new Snowflake(long.Parse(admin.Id, null)), "hello", null, null, Cancellation);

        Assert.True(await store.NotifyNextAsync(made.Id));
        var count = $"SELECT count(*) FROM notifications WHERE id = {made.Id} AND user_id <= 5001";
        await server.ValueAsync($"DELETE FROM notifications WHERE id = {made.Id} AND user_id <= 1000");
        while (await store.NotifyNextAsync(made.Id)) { }

        Assert.Equal(4001L, await server.ValueAsync(count));
    }

    [Fact]
    public async Task An_announcement_in_a_planet_is_a_system_message_there()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();

        var made = await admin.Rest.PostAsync("admin/announcements", new { text = "be kind", planetId = planet });

        var message = await owner.Rest.GetAsync($"planets/{planet}/messages/1");
        Assert.Equal((201, message["rev"].GetInt64()), (made.Status, made["rev"].GetInt64()));
        Assert.Equal(("system", "be kind"), (message["type"].GetString(), message["text"].GetString()));
        var audited = (await admin.Rest.GetAsync("admin/audit?action=announcement.make&limit=1")).Items[0];
        Assert.Equal($"planet:{planet}", audited.GetProperty("target").GetString());
        var report = await owner.Rest.PostAsync($"planets/{planet}/messages/1/report", new { reason = "no" });
        report.IsInvalid("seq");
        var nowhere = await admin.Rest.PostAsync("admin/announcements", new { text = "hello", planetId = "5" });
        nowhere.IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_announcement_that_is_asked_for_again_by_its_key_is_made_once()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        var inPlanet = new
        {
            text = "once",
            planetId = planet,
            clientMessageId = Guid.NewGuid().ToString("N"),
        };
        var toAll = new { text = "once to all", clientMessageId = Guid.NewGuid().ToString("N") };

        var revs = new List<long>();
        var ids = new List<string?>();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            revs.Add((await admin.Rest.PostAsync("admin/announcements", inPlanet))["rev"].GetInt64());
            ids.Add((await admin.Rest.PostAsync("admin/announcements", toAll))["id"].GetString());
        }

        Assert.Equal(revs[0], revs[1]);
        Assert.Equal(ids[0], ids[1]);
        Assert.Equal(1, (await owner.Rest.GetAsync($"planets/{planet}"))["headSeq"].GetInt64());
        var made = await admin.Rest.GetAsync($"admin/audit?action=announcement.make&target=planet:{planet}");
        Assert.Equal(revs[0], Assert.Single(made.Items).GetProperty("detail").GetProperty("rev").GetInt64());
        Assert.Single((await admin.Rest.GetAsync($"admin/audit?target=announcement:{ids[0]}")).Items);
        foreach (var other in new object[] { inPlanet with { text = "else" }, toAll with { text = "else" } })
        {
            (await admin.Rest.PostAsync("admin/announcements", other)).IsRefused(409, "idempotency_mismatch");
        }
    }

    [Fact]
    public async Task What_a_planet_refused_does_not_stand_among_what_was_made()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        await owner.Rest.PatchAsync($"planets/{planet}", new { archived = true });

        var refused = await admin.Rest.PostAsync("admin/announcements", new { text = "hello", planetId = planet });

        Assert.NotEqual(201, refused.Status);
        Assert.Empty((await admin.Rest.GetAsync($"admin/audit?action=announcement.make&target=planet:{planet}")).Items);
        Assert.Single((await admin.Rest.GetAsync($"admin/audit?target=planet:{planet}")).Items);
    }

    [Theory]
    [InlineData("{}", "text")]
    [InlineData("""{"text": " \n"}""", "text")]
    [InlineData("""{"text": "a\u0000b"}""", "text")]
    [InlineData("""{"text": "a", "planetId": 5}""", "planetId")]
    [InlineData("""{"text": "a", "clientMessageId": "a b"}""", "clientMessageId")]
    public async Task What_is_no_announcement_is_named_by_its_field(string body, string field)
    {
        var admin = await server.AdminAsync();

        (await admin.Rest.PostRawAsync("admin/announcements", body)).IsInvalid(field);
    }

    [Fact]
    public async Task Only_admins_announce()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.PostAsync("admin/announcements", new { text = "hello" })).IsRefused(403, "forbidden");
    }

    private Task<object?> ToldAsync(string? id, string userId) =>
        server.ValueAsync(
            $"SELECT count(*) FROM notifications WHERE user_id = {userId} AND id = {id} AND kind = 7 AND data ->> 'text' <> ''"
        );
}
