using Connecto.Caching;
using Connecto.Ids;
using Connecto.Tests.Support;
using Connecto.Web.Caching;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Queries;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Web.Tests.Caching;

/// <summary>What callers are answered from the cache, and that no right and no change is lost by it.</summary>
[Trait("Runtime", "Either")]
public sealed class CachedReadingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Popular = "(member_count, id) <";
    private const string Profiles = "SELECT id, display_name, avatar_url FROM users WHERE id = ANY";

    private readonly RestServer _server = new(postgres);
    private SqlCommands _commands = null!;

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Server.Services.GetRequiredService<ChangeFeed>().Attached;
        _commands = new SqlCommands(new NpgsqlConnectionStringBuilder(_server.Server.ConnectionString).Database!);
    }

    public async ValueTask DisposeAsync()
    {
        _commands.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_profile_that_is_renamed_is_so_at_once()
    {
        var (user, other) = (await _server.RegisterAsync(displayName: "Before"), await _server.RegisterAsync());
        Assert.Equal("Before", await NameAsync(other, user.Id));

        await user.Rest.PatchAsync("me", new { displayName = "After" });

        Assert.Equal("After", await NameAsync(other, user.Id));
        var both = await other.Rest.GetAsync($"users?ids={other.Id},{user.Id}");
        Assert.Equal(["Somebody", "After"], both.Items.Select(one => one.GetProperty("displayName").GetString()));
    }

    [Fact]
    public async Task An_account_that_is_deleted_has_no_name_any_more_anywhere()
    {
        var (owner, travel) = await _server.TravelAsync();
        var user = await _server.JoinTravelAsync(travel);
        Assert.Equal("Somebody", await NameAsync(owner, user.Id));
        Assert.Equal([owner.Id, user.Id], await owner.AllAsync($"travels/{travel}/members", "userId", 100));

        Assert.Equal(204, (await user.Rest.DeleteAsync("me")).Status);

        Assert.Equal("", await NameAsync(owner, user.Id));
        Assert.Equal([owner.Id], await owner.AllAsync($"travels/{travel}/members", "userId", 100));
    }

    [Fact]
    public async Task Profiles_that_are_kept_ask_nothing_and_of_many_those_that_are_not_are_asked_together()
    {
        var users = new[]
        {
            await _server.RegisterAsync(),
            await _server.RegisterAsync(),
            await _server.RegisterAsync(),
        };
        await NameAsync(users[0], users[1].Id);
        var ids = string.Join(',', users.Select(user => user.Id));

        _commands.Clear();
        var first = await users[0].Rest.GetAsync($"users?ids={ids}");
        var second = await users[0].Rest.GetAsync($"users?ids={ids}");

        Assert.Equal(1, Asked(Profiles));
        Assert.Equal(3, second.Items.Count);
        Assert.Equal(first.Body.GetRawText(), second.Body.GetRawText());
    }

    [Fact]
    public async Task Who_leaves_a_travel_is_refused_what_is_kept_of_it()
    {
        var (owner, travel) = await _server.TravelAsync("private");
        var invited = await _server.RegisterAsync();
        await _server.Server.ExecuteAsync(
            "INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ($1, $2, now())",
            long.Parse(travel, null),
            long.Parse(invited.Id, null)
        );
        await _server.Server.ExecuteAsync(
            "UPDATE travels SET member_count = 2 WHERE id = $1",
            long.Parse(travel, null)
        );
        Assert.Equal(2, (await invited.Rest.GetAsync($"travels/{travel}/members")).Items.Count);

        Assert.Equal(204, (await invited.Rest.PostAsync($"travels/{travel}/leave")).Status);

        (await invited.Rest.GetAsync($"travels/{travel}/members")).IsRefused(404, "not_found");
        Assert.Equal([owner.Id], await owner.AllAsync($"travels/{travel}/members", "userId", 100));
    }

    [Fact]
    public async Task Popular_travels_are_kept_and_follow_what_becomes_of_each()
    {
        var (owner, travel) = await _server.TravelAsync(title: "Before");
        var (_, other) = await _server.TravelAsync();
        Assert.Equal([other, travel], await PopularAsync(owner));
        _commands.Clear();
        await PopularAsync(owner);
        Assert.Equal(0, Asked(Popular));

        await _server.JoinTravelAsync(travel);
        var first = (await owner.Rest.GetAsync("travels/popular")).Items[0];
        Assert.Equal(travel, first.GetProperty("id").GetString());
        Assert.Equal(2, first.GetProperty("memberCount").GetInt32());
        await owner.Rest.PatchAsync($"travels/{travel}", new { title = "After" });
        Assert.Equal("After", (await owner.Rest.GetAsync("travels/popular")).Items[0].GetProperty("title").GetString());
        await owner.Rest.PatchAsync($"travels/{travel}", new { visibility = "private" });
        Assert.Equal([other], await PopularAsync(owner));
        await owner.Rest.PatchAsync($"travels/{travel}", new { visibility = "public" });
        Assert.Equal([travel, other], await PopularAsync(owner));
        var made = await owner.TravelAsync("A travel");
        Assert.Equal([travel, made, other], await PopularAsync(owner));
        await owner.Rest.DeleteAsync($"travels/{made}");
        Assert.Equal([travel, other], await PopularAsync(owner));
    }

    [Fact]
    public async Task Who_joins_a_large_travel_leaves_the_popular_ones_as_they_are_kept()
    {
        var (owner, travel) = await _server.TravelAsync();
        await _server.Server.ExecuteAsync(
            "UPDATE travels SET member_count = 1000 WHERE id = $1",
            long.Parse(travel, null)
        );
        await PopularAsync(owner);
        _commands.Clear();

        var joined = await _server.JoinTravelAsync(travel);

        Assert.Equal(1001, await joined.MemberCountAsync(travel));
        await PopularAsync(joined);
        Assert.Equal(0, Asked(Popular));
    }

    [Fact]
    public async Task A_travel_that_goes_with_its_owner_is_not_popular_any_more()
    {
        var (owner, _) = await _server.TravelAsync();
        var (another, kept) = await _server.TravelAsync();
        Assert.Equal(2, (await PopularAsync(another)).Count);

        await owner.Rest.DeleteAsync("me");

        Assert.Equal([kept], await PopularAsync(another));
    }

    [Fact]
    public async Task A_hundred_who_ask_for_popular_travels_at_once_ask_PostgreSQL_once()
    {
        var user = await _server.RegisterAsync();
        await _server.TravelAsync();
        _commands.Clear();
        Task<RestAnswer>[] asked;
        await using (var hold = await PostgresHold.TakeAsync(_server.Database, "LOCK TABLE travels"))
        {
            asked = [.. Enumerable.Range(0, 100).Select(_ => user.Rest.GetAsync("travels/popular?limit=7"))];
            await hold.IsWaitedForAsync();
        }

        Assert.All(await Task.WhenAll(asked), answer => Assert.Single(answer.Items));
        Assert.Equal(1, Asked(Popular));
    }

    [Fact]
    public async Task What_was_read_before_a_change_is_not_put_back_after_it()
    {
        var user = await _server.RegisterAsync(displayName: "Before");
        var other = await _server.RegisterAsync();
        // His session is known then, so that the next thing to be read is the profile.
        await NameAsync(other, other.Id);
        Task<string> before;
        await using (
            var hold = await PostgresHold.TakeAsync(_server.Database, "LOCK TABLE users IN ACCESS EXCLUSIVE MODE")
        )
        {
            before = NameAsync(other, user.Id);
            await hold.IsWaitedForAsync();
            // What a change on another node tells, while this one still reads.
            await _server
                .Server.Services.GetRequiredService<ChangeTeller>()
                .TellAsync(null, CacheTags.User(new Snowflake(long.Parse(user.Id, null))));
        }
        Assert.Equal("Before", await before);
        await _server.Server.ExecuteAsync(
            "UPDATE users SET display_name = 'After' WHERE id = $1",
            long.Parse(user.Id, null)
        );

        Assert.Equal("After", await NameAsync(other, user.Id));
    }

    [Fact]
    public async Task An_admin_sees_what_the_caches_did_by_kind()
    {
        var admin = await _server.AdminAsync();
        for (var time = 0; time < 4; time++)
        {
            await NameAsync(admin, admin.Id);
        }

        var answer = await admin.Rest.GetAsync("admin/queries");

        var kinds = answer["caches"].EnumerateArray().ToDictionary(kind => kind.GetProperty("kind").GetString()!);
        Assert.Equal(["dashboards", "lists", "popular", "profiles", "statistics"], kinds.Keys);
        var profiles = kinds["profiles"];
        Assert.Equal(3, profiles.GetProperty("hits").GetInt64());
        Assert.Equal(1, profiles.GetProperty("misses").GetInt64());
        Assert.Equal(0.75, profiles.GetProperty("hitRate").GetDouble());
        Assert.Equal(1, profiles.GetProperty("entries").GetInt64());
        var again = await admin.Rest.GetAsync("admin/queries");
        Assert.Equal(answer["databaseAsOf"].GetString(), again["databaseAsOf"].GetString());
    }

    [Fact]
    public async Task Statistics_are_kept_and_a_report_is_counted_at_once()
    {
        var admin = await _server.AdminAsync();
        var before = await admin.Rest.GetAsync("admin/stats");
        var (owner, planet) = await _server.PlanetAsync();
        var kept = await admin.Rest.GetAsync("admin/stats");
        Assert.Equal(before["asOf"].GetString(), kept["asOf"].GetString());
        var member = await _server.MemberAsync(owner, planet);
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "hello" });

        var report = await member.Rest.PostAsync($"planets/{planet}/messages/1/report", new { reason = "spam" });
        Assert.InRange(report.Status, 200, 299);

        var after = await admin.Rest.GetAsync("admin/stats");
        Assert.Equal((0, 1), (before["openReports"].GetInt32(), after["openReports"].GetInt32()));
    }

    /// <summary>Commands with this text that were sent since they were last cleared.</summary>
    private int Asked(string text) => _commands.Texts.Count(sent => sent.Contains(text, StringComparison.Ordinal));

    private static async Task<string> NameAsync(RestUser reader, string userId) =>
        (await reader.Rest.GetAsync($"users/{userId}"))["displayName"].GetString()!;

    private static Task<List<string>> PopularAsync(RestUser reader) => reader.AllAsync("travels/popular", "id", 20);
}
