using Connecto.Jobs;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Api;

public sealed class AccountDeletionTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Who_deletes_his_account_is_out_everywhere()
    {
        var user = await server.RegisterAsync();
        var elsewhere = await server.LoginAsync(user.Email, "password");
        await using var socket = await HubClient.ConnectAsync(server.Server.Address, elsewhere.AccessToken);

        Assert.Equal(204, (await user.Rest.DeleteAsync("me")).Status);

        Assert.False((await socket.Ended).AllowsReconnect);
        foreach (var client in new[] { user.Rest, elsewhere.Rest })
        {
            // Access ends within a second, so the first refusal is waited for.
            while ((await client.GetAsync("me/sessions")).Status == 200)
            {
                await Task.Yield();
            }
        }
        foreach (var path in new[] { "me", "me/planets", "me/sessions", "me/notifications", "me/blocks", "users/5" })
        {
            (await user.Rest.GetAsync(path)).IsRefused(401, "unauthenticated");
        }
        (await user.Rest.PatchAsync("me", new { displayName = "Back" })).IsRefused(401, "unauthenticated");
        (await user.Rest.DeleteAsync("me")).IsRefused(401, "unauthenticated");
        var refresh = await server.Anonymous.PostAsync("auth/refresh", new { refreshToken = user.RefreshToken });
        refresh.IsRefused(401, "unauthenticated");
        var login = new { email = user.Email, password = "password" };
        (await server.Anonymous.PostAsync("auth/login", login)).IsRefused(401, "unauthenticated");
        (await server.Anonymous.DeleteAsync("me")).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task Nothing_that_tells_who_it_was_is_left()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await user.Rest.PatchAsync("me", new { avatarUrl = "https://a.b/c", settings = new { presence = "nobody" } });
        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        await other.Rest.PutAsync($"me/blocks/{user.Id}", new { });
        await ExecuteAsync(
            "INSERT INTO notifications (user_id, id, kind, created_at) VALUES ($1, 5, 7, now())",
            Number(user)
        );

        await ExecuteAsync("UPDATE users SET last_seen_at = now() WHERE id = $1", Number(user));
        await server.LoginAsync(user.Email, "password");
        await user.Rest.PostAsync("auth/logout", new { });
        await ExecuteAsync("UPDATE sessions SET address = 'here', agent = 'this' WHERE user_id = $1", Number(user));
        var rest = (await server.LoginAsync(user.Email, "password")).Rest;

        Assert.Equal(204, (await rest.DeleteAsync("me")).Status);

        var row = await TextAsync(
            """
            SELECT concat_ws('|', email, display_name, avatar_url, password_hash, settings, roles, deleted_at IS NOT NULL)
            FROM users WHERE id = $1
            """,
            Number(user)
        );
        Assert.Equal("|{}|{}|t", row);
        var traces = "SELECT count(*)::text FROM sessions WHERE user_id = $1 AND concat(address, agent) <> ''";
        Assert.Equal("0", await TextAsync(traces, Number(user)));
        Assert.Equal(
            "true",
            await TextAsync("SELECT (last_seen_at IS NULL)::text FROM users WHERE id = $1", Number(user))
        );
        Assert.Empty((await other.Rest.GetAsync("me/blocks")).Items);
        foreach (
            var left in new[]
            {
                "SELECT count(*)::text FROM blocks WHERE user_id = $1 OR blocked_id = $1",
                "SELECT count(*)::text FROM notifications WHERE user_id = $1",
                "SELECT count(*)::text FROM sessions WHERE user_id = $1 AND ended_at IS NULL",
                "SELECT count(*)::text FROM jobs WHERE user_id = $1",
            }
        )
        {
            Assert.Equal("0", await TextAsync(left, Number(user)));
        }
    }

    [Fact]
    public async Task His_address_can_register_anew_as_somebody_else()
    {
        var user = await server.RegisterAsync();
        await user.Rest.DeleteAsync("me");

        var again = await server.Anonymous.PostAsync(
            "auth/register",
            new
            {
                email = user.Email,
                password = "password",
                displayName = "Again",
            }
        );

        Assert.Equal(201, again.Status);
        Assert.NotEqual(user.Id, again["userId"].GetString());
    }

    [Fact]
    public async Task What_he_wrote_stays_and_its_planet_goes_on_without_him()
    {
        var (user, planet) = await server.PlanetAsync();
        var heir = await server.RegisterAsync();
        var admin = await server.AdminAsync();
        await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { heir.Id } });
        await user.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "I was here" });
        await using var socket = await HubClient.ConnectAsync(server.Server.Address, heir.AccessToken);
        await socket.InvokeAsync("Subscribe", (object)new[] { new { planetId = planet } });

        await user.Rest.DeleteAsync("me");

        var message = Assert.Single((await heir.Rest.GetAsync($"planets/{planet}/messages")).Items);
        Assert.Equal("I was here", message.GetProperty("text").GetString());
        Assert.Equal(user.Id, message.GetProperty("senderId").GetString());
        var member = Assert.Single((await heir.Rest.GetAsync($"planets/{planet}/members")).Items);
        Assert.Equal((heir.Id, "owner"), (member.GetProperty("userId").GetString(), Role(member)));
        var events = await socket.NextAsync("events");
        var left = events.GetProperty("events")[0].GetProperty("members")[0];
        Assert.Equal(
            ("left", ""),
            (left.GetProperty("status").GetString(), left.GetProperty("displayName").GetString())
        );

        static string? Role(System.Text.Json.JsonElement member) => member.GetProperty("role").GetString();
    }

    [Fact]
    public async Task Planets_that_he_had_left_forget_his_name_too()
    {
        var (owner, planet) = await server.PlanetAsync();
        var user = await server.MemberAsync(owner, planet);
        Assert.Equal(204, (await user.Rest.PostAsync($"planets/{planet}/leave")).Status);
        Assert.Equal(["Somebody"], await NamesAsync());

        await user.Rest.DeleteAsync("me");

        Assert.Equal([""], await NamesAsync());

        async Task<IEnumerable<string?>> NamesAsync()
        {
            var changes = await owner.Rest.GetAsync($"planets/{planet}/changes?sinceRev=1");
            return changes["events"]
                .EnumerateArray()
                .Where(change => change.TryGetProperty("members", out _))
                .SelectMany(change => change.GetProperty("members").EnumerateArray())
                .Where(member => member.GetProperty("userId").GetString() == user.Id)
                .Select(member => member.GetProperty("displayName").GetString())
                .Distinct();
        }
    }

    [Fact]
    public async Task A_notification_that_is_being_written_is_not_waited_for_and_goes_with_the_job()
    {
        var user = await server.RegisterAsync();
        await ExecuteAsync(
            "INSERT INTO notifications (user_id, id, kind, created_at) VALUES ($1, 5, 7, now()), ($1, 6, 7, now())",
            Number(user)
        );
        var left = "SELECT count(*)::text FROM notifications WHERE user_id = $1";

        var writing = $"SELECT FROM notifications WHERE user_id = {user.Id} AND id = 5 FOR UPDATE";
        await using (await PostgresHold.TakeAsync(server.Database, writing))
        {
            Assert.Equal(204, (await user.Rest.DeleteAsync("me")).Status);
            Assert.Equal("1", await TextAsync(left, Number(user)));
        }

        await ExecuteAsync("INSERT INTO jobs (id, kind, user_id, created_at) VALUES ($1, 4, $1, now())", Number(user));
        await server.Server.Grains.GetGrain<IJobGrain>(Number(user)).Run();
        Assert.Equal("0", await TextAsync(left, Number(user)));
    }

    [Fact]
    public async Task Nobody_writes_to_who_is_gone()
    {
        var (user, other, stranger) = (
            await server.RegisterAsync(),
            await server.RegisterAsync(),
            await server.RegisterAsync()
        );
        var planet = (await other.Rest.PostAsync("planets/direct", new { userId = user.Id }))["id"].GetString();
        var message = new { clientMessageId = "1", text = "hello" };

        await user.Rest.DeleteAsync("me");

        (await other.Rest.PostAsync($"planets/{planet}/messages", message)).IsRefused(403, "forbidden");
        (await stranger.Rest.PostAsync("planets/direct", new { userId = user.Id })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task His_travels_go_to_who_takes_part_the_longest_or_close_with_him()
    {
        var (user, second, third) = (
            await server.RegisterAsync(),
            await server.RegisterAsync(),
            await server.RegisterAsync()
        );
        await TravelAsync(1, user, user, (third, 2), (second, 1));
        await TravelAsync(2, user, user);
        await TravelAsync(3, second, second, (user, 1));
        await TravelAsync(4, user, user, (second, 1), (third, 2));
        await ExecuteAsync(
            """
            WITH gone AS (UPDATE travel_members SET left_at = now() WHERE travel_id = 4 AND user_id = $1)
            UPDATE travels SET member_count = 2 WHERE id = 4
            """,
            Number(second)
        );
        await ExecuteAsync(
            """
            INSERT INTO planets (id, kind, travel_id, name, member_count, head_at, created_at)
            VALUES ($1, 0, 2, 'of the travel', 0, now(), now())
            """,
            2L
        );

        await user.Rest.DeleteAsync("me");

        Assert.Equal(
            [
                $"1: {second.Id} with 2, open",
                $"2: {user.Id} with 0, closed",
                $"3: {second.Id} with 1, open",
                $"4: {third.Id} with 1, open",
            ],
            await TextsAsync(
                """
                SELECT format(
                    '%s: %s with %s, %s', id, owner_id, member_count,
                    CASE WHEN deleted_at IS NULL THEN 'open' ELSE 'closed' END
                )
                FROM travels ORDER BY id
                """
            )
        );
        Assert.Equal(
            "0",
            await TextAsync(
                "SELECT count(*)::text FROM travel_members WHERE user_id = $1 AND left_at IS NULL",
                Number(user)
            )
        );
        Assert.Empty(await TextsAsync("SELECT id::text FROM planets WHERE id = 2 AND deleted_at IS NULL"));
        Assert.Empty(await TextsAsync("SELECT id::text FROM jobs"));
    }

    /// <summary>A travel in which its owner takes part first, and the others so many hours after him.</summary>
    private async Task TravelAsync(long id, RestUser owner, RestUser first, params (RestUser User, int Hours)[] others)
    {
        await ExecuteAsync(
            """
            INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at)
            VALUES ($1, 'a travel', 0, $2, $3, now())
            """,
            id,
            Number(owner),
            others.Length + 1
        );
        foreach (var (user, hours) in others.Prepend((first, 0)))
        {
            await ExecuteAsync(
                """
                INSERT INTO travel_members (travel_id, user_id, joined_at)
                VALUES ($1, $2, '2025-01-01Z'::timestamptz + make_interval(hours => $3))
                """,
                id,
                Number(user),
                hours
            );
        }
    }

    private static long Number(RestUser user) => long.Parse(user.Id, null);

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string?> TextAsync(string sql, params object[] values) =>
        Assert.Single(await TextsAsync(sql, values));

    private async Task<List<string>> TextsAsync(string sql, params object[] values)
    {
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var texts = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            texts.Add(reader.GetString(0));
        }
        return texts;
    }

    private NpgsqlCommand Command(string sql, object[] values)
    {
        var command = server.Database.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }
        return command;
    }
}
