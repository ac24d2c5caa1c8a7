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
}
