using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class AdminTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Only_admins_pass()
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync("admin/users")).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/users")).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task Users_are_made_in_bulk_in_order_or_not_at_all()
    {
        var admin = await server.AdminAsync();
        var names = Enumerable.Range(0, 1_000).Select(number => $"{Guid.NewGuid():N}-{number}").ToArray();
        var users = names.Select(name => new { email = $"{name}@example.com", displayName = name[^30..] }).ToArray();

        var made = await admin.Rest.PostAsync("admin/users", users);
        var again = await admin.Rest.PostAsync("admin/users", users[..1].Append(New("other")));
        var twice = await admin.Rest.PostAsync("admin/users", new[] { New("twice"), New("TWICE") });

        Assert.Equal(1_000, made.Items.Count);
        var last = await admin.Rest.GetAsync($"admin/users/{made.Items[^1].GetProperty("userId").GetString()}");
        Assert.Equal(users[^1].email, last["email"].GetString());
        again.IsRefused(409, "conflict");
        twice.IsRefused(409, "conflict");
        Assert.Empty((await admin.Rest.GetAsync("admin/users?q=other@bulk.example.com")).Items);

        static object New(string name) => new { email = $"{name}@bulk.example.com", displayName = name };
    }

    [Fact]
    public async Task Admins_find_users_by_words_of_name_and_address_and_list_them_by_id()
    {
        var admin = await server.AdminAsync();
        var user = await server.RegisterAsync(displayName: "Ophelia Zimmermann");
        var gone = await server.RegisterAsync(displayName: "Ophelia");
        await gone.Rest.DeleteAsync("me");

        foreach (var text in new[] { "ophe", "zimm OPH", user.Email, user.Email.ToUpperInvariant(), user.Email[..12] })
        {
            var found = await admin.Rest.GetAsync($"admin/users?q={Uri.EscapeDataString(text)}");
            Assert.Equal(user.Id, Assert.Single(found.Items).GetProperty("id").GetString());
        }
        Assert.Empty((await admin.Rest.GetAsync($"admin/users?q={user.Email[1..]}")).Items);
        (await admin.Rest.GetAsync("admin/users?q=%20")).IsInvalid("q");
        (await admin.Rest.GetAsync($"admin/users?q={new string('x', 255)}")).IsInvalid("q");
        var first = await admin.Rest.GetAsync("admin/users?limit=1");
        var second = await admin.Rest.GetAsync($"admin/users?limit=1&cursor={first["nextCursor"].GetString()}");
        Assert.True(Number(first) < Number(second));
        (await admin.Rest.GetAsync($"admin/users/{gone.Id}")).IsRefused(404, "not_found");
        (await admin.Rest.PatchAsync($"admin/users/{gone.Id}", new { banned = true })).IsRefused(404, "not_found");

        static long Number(RestAnswer page) => long.Parse(page.Items[0].GetProperty("id").GetString()!, null);
    }

    [Fact]
    public async Task A_password_that_an_admin_sets_ends_sessions_and_is_the_one_that_counts()
    {
        var admin = await server.AdminAsync();
        var user = await server.RegisterAsync();

        var set = await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { password = "another one" });

        Assert.Equal(200, set.Status);
        Assert.DoesNotContain("another one", set.Body.ToString(), StringComparison.Ordinal);
        while ((await user.Rest.GetAsync("me")).Status == 200)
        {
            await Task.Yield();
        }
        var old = new { email = user.Email, password = "password" };
        (await server.Anonymous.PostAsync("auth/login", old)).IsRefused(401, "unauthenticated");
        await server.LoginAsync(user.Email, "another one");
        (await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { password = "short" })).IsInvalid("password");
        (await user.Rest.PatchAsync($"admin/users/{user.Id}", new { password = "password" })).IsRefused(
            401,
            "unauthenticated"
        );
    }

    [Fact]
    public async Task Bulk_has_its_bounds()
    {
        var admin = await server.AdminAsync();
        var user = new { email = "a@example.com", displayName = "A" };

        (await admin.Rest.PostAsync("admin/users", Array.Empty<object>())).IsInvalid("body");
        (await admin.Rest.PostAsync("admin/users", Enumerable.Repeat(user, 1_001))).IsInvalid("body");
        (await admin.Rest.PostRawAsync("admin/users", "[null]")).IsInvalid("body");
        (await admin.Rest.PostAsync("admin/tokens", new { userIds = Array.Empty<string>() })).IsInvalid("userIds");
        (await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { 5 } })).IsRefused(400, "invalid");
        (await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { "5" } })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task A_made_user_logs_in_with_his_password()
    {
        var admin = await server.AdminAsync();
        var email = $"{Guid.NewGuid():N}@example.com";

        await admin.Rest.PostAsync(
            "admin/users",
            new[]
            {
                new
                {
                    email,
                    displayName = "A",
                    password = "password",
                },
            }
        );

        await server.LoginAsync(email, "password");
    }

    [Fact]
    public async Task Issued_tokens_act_for_their_users_and_are_audited()
    {
        var admin = await server.AdminAsync();
        var (first, second) = (await server.RegisterAsync(), await server.RegisterAsync());

        var issued = await admin.Rest.PostAsync(
            "admin/tokens",
            new { userIds = new[] { second.Id, first.Id }, limits = "none" }
        );

        var tokens = issued.Items.Select(item => item.GetProperty("accessToken").GetString()).ToArray();
        Assert.Equal(second.Id, (await server.Client(tokens[0]).GetAsync("me"))["id"].GetString());
        Assert.Equal(first.Id, (await server.Client(tokens[1]).GetAsync("me"))["id"].GetString());
        await using var command = server.Database.CreateCommand(
            "SELECT count(*) FROM audit WHERE action = 'tokens.issue' AND actor_id = $1 AND detail::text LIKE $2"
        );
        command.Parameters.AddWithValue(long.Parse(admin.Id, null));
        command.Parameters.AddWithValue($"%{second.Id}%");
        Assert.Equal(1L, await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ban_ends_sessions_and_keeps_the_user_out_until_it_is_lifted()
    {
        var admin = await server.AdminAsync();
        var user = await server.RegisterAsync();

        var banned = await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { banned = true });

        Assert.True(banned["banned"].GetBoolean());
        while ((await user.Rest.GetAsync("me")).Status == 200)
        {
            await Task.Yield();
        }
        var credentials = new { email = user.Email, password = "password" };
        (await server.Anonymous.PostAsync("auth/login", credentials)).IsRefused(403, "banned");
        (await server.Anonymous.PostAsync("auth/refresh", new { refreshToken = user.RefreshToken })).IsRefused(
            401,
            "unauthenticated"
        );
        await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { banned = false });
        await server.LoginAsync(user.Email, "password");
        (await user.Rest.GetAsync("me")).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task A_role_opens_the_door_at_once_and_closes_it_at_once()
    {
        var admin = await server.AdminAsync();
        var user = await server.RegisterAsync();
        var path = $"admin/users/{user.Id}";

        await admin.Rest.PatchAsync(path, new { roles = new[] { "admin" } });
        Assert.Equal(200, (await user.Rest.GetAsync("admin/users?limit=1")).Status);
        await admin.Rest.PatchAsync(path, new { roles = Array.Empty<string>() });
        (await user.Rest.GetAsync("admin/users?limit=1")).IsRefused(403, "forbidden");

        (await admin.Rest.PatchAsync(path, new { roles = new[] { "emperor" } })).IsInvalid("roles");
        (await admin.Rest.PatchAsync("admin/users/5", new { banned = true })).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task Admins_put_members_into_a_planet()
    {
        var admin = await server.AdminAsync();
        var (owner, guest) = (await server.RegisterAsync(), await server.RegisterAsync());
        var planet = (await owner.Rest.PostAsync("planets", new { name = "A planet" }))["id"].GetString();

        var body = new { userIds = new[] { guest.Id, owner.Id }, role = "admin" };
        var added = await admin.Rest.PostAsync($"admin/planets/{planet}/members", body);

        Assert.Equal(2, added["rev"].GetInt64());
        var members = (await guest.Rest.GetAsync($"planets/{planet}/members")).Items;
        Assert.Equal(
            ["owner", "admin"],
            members
                .OrderBy(member => member.GetProperty("userId").GetString() == guest.Id)
                .Select(member => member.GetProperty("role").GetString())
        );
        (await admin.Rest.PostAsync("admin/planets/5/members", body)).IsRefused(404, "not_found");
    }
}
