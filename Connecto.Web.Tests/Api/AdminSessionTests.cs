using Connecto.Bench.Processes;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class AdminSessionTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task An_admin_ends_a_session_of_a_user_and_its_socket_closes()
    {
        var admin = await server.AdminAsync();
        var (user, other) = (await server.Server.UserAsync(), await server.RegisterAsync());
        await using var client = await user.ConnectAsync();
        var path = $"admin/users/{user.Id}/sessions";
        var session = Assert.Single((await admin.Rest.GetAsync(path)).Items).GetProperty("id").GetString();

        (await admin.Rest.DeleteAsync($"admin/users/{other.Id}/sessions/{session}")).IsRefused(404, "not_found");
        var ended = await admin.Rest.DeleteAsync($"{path}/{session}");
        await client.Ended;

        Assert.Equal(204, ended.Status);
        Assert.Empty((await admin.Rest.GetAsync(path)).Items);
        (await admin.Rest.DeleteAsync($"{path}/{session}")).IsRefused(404, "not_found");
        (await admin.Rest.DeleteAsync($"{path}/none")).IsInvalid("sessionId");
        var audited = Assert.Single((await admin.Rest.GetAsync($"admin/audit?target=user:{user.Id}")).Items);
        Assert.Equal("session.end", audited.GetProperty("action").GetString());
        Assert.Equal(session, audited.GetProperty("detail").GetProperty("session").GetString());
        (await other.Rest.GetAsync(path)).IsRefused(403, "forbidden");
        (await other.Rest.DeleteAsync($"{path}/{session}")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task An_issued_token_is_a_session_that_says_who_issued_it_and_can_be_revoked()
    {
        var (admin, user) = (await server.AdminAsync(), await server.RegisterAsync());
        var issued = await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { user.Id } });
        var bot = server.Client(issued.Items[0].GetProperty("accessToken").GetString());
        Assert.Equal(200, (await bot.GetAsync("me")).Status);

        var sessions = (await admin.Rest.GetAsync($"admin/users/{user.Id}/sessions")).Items;
        var token = Assert.Single(sessions, one => one.TryGetProperty("issuedBy", out _));
        Assert.Equal(admin.Id, token.GetProperty("issuedBy").GetString());
        Assert.Equal(2, sessions.Count);
        var life =
            token.GetProperty("expiresAt").GetDateTimeOffset() - token.GetProperty("createdAt").GetDateTimeOffset();
        // It expires a day after it was asked for, and is made a moment later.
        Assert.Equal(24, life.TotalHours, tolerance: 0.1);

        await admin.Rest.DeleteAsync($"admin/users/{user.Id}/sessions/{token.GetProperty("id").GetString()}");

        await Eventually.Holds(
            async () => (await bot.GetAsync("me")).Status == 401,
            "the token is good no more",
            TestContext.Current.CancellationToken
        );
        Assert.Equal(200, (await user.Rest.GetAsync("me")).Status);
    }

    [Fact]
    public async Task An_admin_erases_an_account_as_its_user_would()
    {
        var (admin, user) = (await server.AdminAsync(), await server.RegisterAsync());

        Assert.Equal(204, (await admin.Rest.DeleteAsync($"admin/users/{user.Id}")).Status);

        (await admin.Rest.GetAsync($"admin/users/{user.Id}")).IsRefused(404, "not_found");
        (await admin.Rest.DeleteAsync($"admin/users/{user.Id}")).IsRefused(404, "not_found");
        var audited = Assert.Single((await admin.Rest.GetAsync($"admin/audit?target=user:{user.Id}")).Items);
        Assert.Equal("user.erase", audited.GetProperty("action").GetString());
        await Eventually.Holds(
            async () => (await user.Rest.GetAsync("me")).Status == 401,
            "his session is over",
            TestContext.Current.CancellationToken
        );
    }

    [Fact]
    public async Task An_export_has_all_that_is_held_of_a_user_and_nothing_of_others()
    {
        var admin = await server.AdminAsync();
        var (owner, planet) = await server.PlanetAsync();
        var other = await server.MemberAsync(owner, planet);
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "my \"own\" 말" });
        await other.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "1", text = "another's" });

        var export = await admin.Rest.GetAsync($"admin/users/{owner.Id}/export");

        Assert.Equal(200, export.Status);
        Assert.Equal(owner.Email, export["account"][0].GetProperty("email").GetString());
        var message = Assert.Single(export["messages"].EnumerateArray());
        Assert.Equal(
            ("my \"own\" 말", planet),
            (message.GetProperty("text").GetString(), message.GetProperty("planetId").GetString())
        );
        Assert.Equal(planet, Assert.Single(export["planets"].EnumerateArray()).GetProperty("id").GetString());
        Assert.Single(export["sessions"].EnumerateArray());
        Assert.EndsWith("Z", message.GetProperty("createdAt").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hash", export.Body.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Single((await admin.Rest.GetAsync($"admin/audit?action=user.export&target=user:{owner.Id}")).Items);
        (await owner.Rest.GetAsync($"admin/users/{owner.Id}/export")).IsRefused(403, "forbidden");
    }

    [Fact]
    public async Task No_token_is_issued_in_the_name_of_another_admin_nor_outlives_one_becoming_admin()
    {
        var (admin, other) = (await server.AdminAsync(), await server.RegisterAsync());
        var user = await server.RegisterAsync();
        var issued = await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { other.Id } });
        var bot = server.Client(issued.Items[0].GetProperty("accessToken").GetString());
        await admin.Rest.PatchAsync($"admin/users/{other.Id}", new { roles = new[] { "admin" } });

        await Eventually.Holds(
            async () => (await bot.GetAsync("admin/cluster")).Status == 401,
            "a token of before does not become an admin's",
            TestContext.Current.CancellationToken
        );
        var both = new { userIds = new[] { user.Id, other.Id } };
        (await admin.Rest.PostAsync("admin/tokens", both)).IsRefused(403, "forbidden");

        Assert.Single((await admin.Rest.GetAsync($"admin/users/{user.Id}/sessions")).Items);
        Assert.Empty((await admin.Rest.GetAsync($"admin/audit?action=tokens.issue&target=user:{user.Id}")).Items);
        var own = await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { admin.Id } });
        Assert.Equal(200, own.Status);
    }
}
