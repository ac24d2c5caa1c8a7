using Connecto.Web.Tests.Support;
using Npgsql;

namespace Connecto.Web.Tests.Api;

public sealed class AuditTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task What_admins_do_is_listed_newest_first_with_who_when_and_from_where()
    {
        var (_, planet) = await server.PlanetAsync();
        var admin = await server.AdminAsync();
        var before = TimeProvider.System.GetUtcNow().AddSeconds(-1);

        await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate");
        await admin.Rest.PatchAsync($"admin/users/{admin.Id}", new { banned = false });
        var both = await admin.Rest.GetAsync("admin/audit?limit=2");
        var next = await admin.Rest.GetAsync($"admin/audit?limit=1&cursor={both.Items[0].GetProperty("id")}");

        Assert.Equal(
            ["user.change", "planet.deactivate"],
            both.Items.Select(item => item.GetProperty("action").GetString())
        );
        var entry = both.Items[1];
        Assert.Equal(entry.GetRawText(), Assert.Single(next.Items).GetRawText());
        Assert.Equal($"planet:{planet}", entry.GetProperty("target").GetString());
        Assert.Equal(admin.Id, entry.GetProperty("actorId").GetString());
        Assert.Equal("127.0.0.1", entry.GetProperty("address").GetString());
        Assert.True(entry.GetProperty("at").GetDateTimeOffset() >= before);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, entry.GetProperty("detail").ValueKind);
    }

    [Fact]
    public async Task It_is_filtered_by_actor_and_by_action()
    {
        var (_, planet) = await server.PlanetAsync();
        var (admin, other) = (await server.AdminAsync(), await server.RegisterAsync());
        await admin.Rest.PatchAsync($"admin/users/{other.Id}", new { roles = new[] { "admin" } });
        await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate");
        await other.Rest.PostAsync($"admin/planets/{planet}/deactivate");

        Assert.Equal(["planet.deactivate"], await ActionsAsync($"actorId={other.Id}"));
        Assert.Equal(["planet.deactivate", "planet.deactivate"], (await ActionsAsync("action=planet.deactivate"))[..2]);
        Assert.Empty(await ActionsAsync($"actorId={other.Id}&action=user.change"));
        Assert.Single(await ActionsAsync($"actorId={other.Id}&action=planet.deactivate"));
        (await admin.Rest.GetAsync("admin/audit?actorId=me")).IsInvalid("actorId");
        (await admin.Rest.GetAsync("admin/audit?action=a%00b")).IsInvalid("action");

        async Task<string[]> ActionsAsync(string filter) =>
            [
                .. (await admin.Rest.GetAsync($"admin/audit?{filter}")).Items.Select(item =>
                    item.GetProperty("action").GetString()!
                ),
            ];
    }

    [Fact]
    public async Task What_cannot_be_audited_is_not_done()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (admin, user) = (await server.AdminAsync(), await server.RegisterAsync());
        var newcomer = $"{Guid.NewGuid():N}@example.com";
        var before = await admin.Rest.GetAsync($"admin/planets/{planet}");

        await ExecuteAsync("ALTER TABLE audit RENAME TO audit_away");
        try
        {
            RestAnswer[] answers =
            [
                await admin.Rest.PostAsync("admin/users", new[] { new { email = newcomer, displayName = "New" } }),
                await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { banned = true }),
                await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { user.Id } }),
                await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate"),
                await admin.Rest.PostAsync("admin/announcements", new { text = "hello", planetId = planet }),
            ];
            Assert.All(answers, answer => Assert.InRange(answer.Status, 500, 599));
        }
        finally
        {
            await ExecuteAsync("ALTER TABLE audit_away RENAME TO audit");
        }

        var found = await admin.Rest.GetAsync($"admin/users/{user.Id}");
        Assert.False(found["banned"].GetBoolean());
        Assert.Empty((await admin.Rest.GetAsync($"admin/users?q={newcomer}")).Items);
        var after = await admin.Rest.GetAsync($"admin/planets/{planet}");
        Assert.Equal(before["epoch"].GetInt64(), after["epoch"].GetInt64());
        Assert.Equal(before["head"].GetRawText(), after["head"].GetRawText());
        Assert.Single((await owner.Rest.GetAsync($"planets/{planet}/members")).Items);
    }

    [Fact]
    public async Task Each_act_has_one_entry_and_a_user_who_is_not_there_has_none()
    {
        var (_, planet) = await server.PlanetAsync();
        var (admin, user) = (await server.AdminAsync(), await server.RegisterAsync());
        var newcomer = $"{Guid.NewGuid():N}@example.com";

        await admin.Rest.PostAsync("admin/users", new[] { new { email = newcomer, displayName = "New" } });
        await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { roles = new[] { "admin" } });
        (await admin.Rest.PatchAsync("admin/users/5", new { banned = true })).IsRefused(404, "not_found");
        await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { user.Id } });
        await admin.Rest.PostAsync($"admin/planets/{planet}/deactivate");
        await admin.Rest.PostAsync("admin/announcements", new { text = "hello", planetId = planet });

        var trail = (await admin.Rest.GetAsync("admin/audit?limit=6")).Items;
        Assert.Equal(
            [
                ("announcement.make", $"planet:{planet}"),
                ("announcement.begin", $"planet:{planet}"),
                ("planet.deactivate", $"planet:{planet}"),
                ("members.add", $"planet:{planet}"),
                ("user.change", $"user:{user.Id}"),
                ("users.create", null),
            ],
            trail.Select(entry =>
                (
                    entry.GetProperty("action").GetString(),
                    entry.TryGetProperty("target", out var target) ? target.GetString() : null
                )
            )
        );
    }

    [Fact]
    public async Task Nobody_but_admins_reads_it_and_nobody_changes_it()
    {
        var (admin, user) = (await server.AdminAsync(), await server.RegisterAsync());
        await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { banned = false });

        (await user.Rest.GetAsync("admin/audit")).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/audit")).IsRefused(401, "unauthenticated");
        foreach (var change in new[] { "UPDATE audit SET actor_id = 1", "DELETE FROM audit", "TRUNCATE audit" })
        {
            await using var command = server.Database.CreateCommand(change);
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Contains("append-only", refusal.MessageText, StringComparison.Ordinal);
        }
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = server.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
