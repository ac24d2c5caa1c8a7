using Connecto.Bench.Processes;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class ProfileTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Settings_are_all_there_from_the_start()
    {
        var user = await server.RegisterAsync();

        var me = await user.Rest.GetAsync("me");

        Assert.Equal(("everybody", true), Settings(me));
    }

    [Fact]
    public async Task Settings_are_changed_key_by_key_and_stay()
    {
        var user = await server.RegisterAsync();

        var first = await user.Rest.PatchAsync("me", new { settings = new { presence = "nobody" } });
        var second = await user.Rest.PatchAsync(
            "me",
            new
            {
                settings = new
                {
                    readReceipts = false,
                    presence = (string?)null,
                    color = "red",
                },
            }
        );
        var untouched = await user.Rest.PatchAsync("me", new { language = "ko" });

        Assert.Equal(("nobody", true), Settings(first));
        Assert.Equal(("nobody", false), Settings(second));
        Assert.Equal(("nobody", false), Settings(untouched));
        Assert.Equal(("nobody", false), Settings(await user.Rest.GetAsync("me")));
        Assert.False(untouched["settings"].TryGetProperty("color", out _));
    }

    [Theory]
    [InlineData("""{"settings":{"presence":"friends"}}""", "settings.presence")]
    [InlineData("""{"settings":{"presence":1}}""", "settings.presence")]
    [InlineData("""{"settings":{"readReceipts":"false"}}""", "settings.readReceipts")]
    [InlineData("""{"settings":{"readReceipts":0}}""", "settings.readReceipts")]
    [InlineData("""{"settings":[]}""", "settings")]
    [InlineData("""{"settings":"nobody"}""", "settings")]
    [InlineData("""{"avatarUrl":"not an address"}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":"/pictures/1.png"}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":"javascript:alert(1)"}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":"data:image/png;base64,AA=="}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":" https://example.com/a.png"}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":"https://example.com/a\u0000.png"}""", "avatarUrl")]
    [InlineData("""{"avatarUrl":5}""", "avatarUrl")]
    [InlineData("""{"displayName":""}""", "displayName")]
    [InlineData("""{"displayName":"a\nb"}""", "displayName")]
    public async Task What_a_profile_cannot_be_is_named_by_its_field_and_changes_nothing(string body, string field)
    {
        var user = await server.RegisterAsync();
        var before = await user.Rest.GetAsync("me");

        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await user.Rest.SendAsync(HttpMethod.Patch, "me", content)).IsInvalid(field);

        Assert.Equal(before.Body.ToString(), (await user.Rest.GetAsync("me")).Body.ToString());
    }

    [Fact]
    public async Task An_avatar_is_set_seen_by_all_and_taken_away_by_an_empty_one()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        const string Avatar = "https://example.com/김.png?size=64";

        Assert.Equal(Avatar, (await user.Rest.PatchAsync("me", new { avatarUrl = Avatar }))["avatarUrl"].GetString());
        var kept = await user.Rest.PatchAsync("me", new { language = "ko", avatarUrl = (string?)null });

        Assert.Equal(Avatar, kept["avatarUrl"].GetString());
        Assert.Equal(Avatar, (await other.Rest.GetAsync($"users/{user.Id}"))["avatarUrl"].GetString());
        await user.Rest.PatchAsync("me", new { avatarUrl = "" });
        Assert.False((await user.Rest.GetAsync("me")).Body.TryGetProperty("avatarUrl", out _));
        Assert.False((await other.Rest.GetAsync($"users/{user.Id}")).Body.TryGetProperty("avatarUrl", out _));
    }

    [Fact]
    public async Task An_avatars_address_has_2048_characters_at_most()
    {
        var user = await server.RegisterAsync();
        var longest = "http://example.com/".PadRight(2_048, 'a');

        Assert.Equal(200, (await user.Rest.PatchAsync("me", new { avatarUrl = longest })).Status);
        (await user.Rest.PatchAsync("me", new { avatarUrl = longest + "a" })).IsInvalid("avatarUrl");
    }

    [Fact]
    public async Task A_new_name_is_in_the_planets_when_the_answer_comes()
    {
        var (owner, planet) = await server.PlanetAsync();
        await owner.Rest.GetAsync($"planets/{planet}/members");

        await owner.Rest.PatchAsync("me", new { displayName = "Renamed" });

        var member = Assert.Single((await owner.Rest.GetAsync($"planets/{planet}/members")).Items);
        Assert.Equal("Renamed", member.GetProperty("displayName").GetString());
        Assert.Equal(0, await JobsAsync(owner));
    }

    [Fact]
    public async Task A_planet_that_cannot_hear_of_a_new_name_holds_up_no_answer_and_hears_of_it_later()
    {
        var (owner, planet) = await server.PlanetAsync();
        await ExecuteAsync(
            $"""
            CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
            CREATE TRIGGER refuse BEFORE UPDATE ON planets FOR EACH ROW WHEN (OLD.id = {planet})
                EXECUTE FUNCTION refuse();
            """
        );

        var renamed = await owner.Rest.PatchAsync("me", new { displayName = "Renamed" });

        Assert.Equal((200, "Renamed"), (renamed.Status, renamed["displayName"].GetString()));
        Assert.Equal(1, await JobsAsync(owner));
        await ExecuteAsync("DROP TRIGGER refuse ON planets; DROP FUNCTION refuse");
        await Eventually.Holds(
            async () => await JobsAsync(owner) == 0,
            "the sweep takes up what was left",
            TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task Only_a_change_that_planets_show_gives_them_work()
    {
        var user = await server.RegisterAsync();
        // Jobs go once they are done, so each is noted as it is written.
        await ExecuteAsync(
            """
            CREATE TABLE written_jobs (user_id bigint);
            CREATE FUNCTION note_job() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO written_jobs VALUES (NEW.user_id); RETURN NEW; END $$;
            CREATE TRIGGER note_job AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION note_job();
            """
        );

        await user.Rest.PatchAsync(
            "me",
            new
            {
                displayName = "Somebody",
                language = "ko",
                avatarUrl = "http://a.b/c",
            }
        );
        await user.Rest.PatchAsync("me", new { settings = new { presence = "nobody", readReceipts = true } });
        Assert.Equal(0, await WrittenAsync());
        await user.Rest.PatchAsync("me", new { displayName = "Somebody else" });
        Assert.Equal(1, await WrittenAsync());
        await user.Rest.PatchAsync("me", new { settings = new { readReceipts = false } });
        Assert.Equal(2, await WrittenAsync());
        await user.Rest.PatchAsync("me", new { settings = new { readReceipts = false } });
        Assert.Equal(2, await WrittenAsync());

        Task<long> WrittenAsync() => CountAsync("written_jobs", user);
    }

    [Fact]
    public async Task Who_hides_or_shows_his_receipts_subscribes_again_and_nobody_else_does()
    {
        var (owner, planet) = await server.PlanetAsync();
        var other = await server.RegisterAsync();
        var admin = await server.AdminAsync();
        await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { other.Id } });
        await using var changing = await SubscribedAsync(owner, planet);
        await using var watching = await SubscribedAsync(other, planet);

        await owner.Rest.PatchAsync("me", new { settings = new { readReceipts = false } });

        var torn = await changing.NextAsync("resubscribe");
        Assert.Equal(planet, Assert.Single(torn.EnumerateArray()).GetString());
        await other.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "hello" });
        await watching.NextAsync("events");
        Assert.Empty(watching.Of("resubscribe"));
        Assert.Empty(changing.Of("events"));
    }

    private async Task<HubClient> SubscribedAsync(RestUser user, string planetId)
    {
        var client = await HubClient.ConnectAsync(server.Server.Address, user.AccessToken);
        await client.InvokeAsync("Subscribe", (object)new[] { new { planetId } });
        return client;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private Task<long> JobsAsync(RestUser user) => CountAsync("jobs", user);

    private async Task<long> CountAsync(string table, RestUser user)
    {
        await using var command = server.Database.CreateCommand($"SELECT count(*) FROM {table} WHERE user_id = $1");
        command.Parameters.AddWithValue(long.Parse(user.Id, null));
        return (long)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private static (string? Presence, bool ReadReceipts) Settings(RestAnswer me) =>
        (me["settings"].GetProperty("presence").GetString(), me["settings"].GetProperty("readReceipts").GetBoolean());
}
