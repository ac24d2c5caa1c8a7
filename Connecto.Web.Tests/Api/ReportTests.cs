using System.Globalization;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class ReportTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task A_member_reports_a_message_and_an_admin_sees_it_as_it_is_now()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();

        var made = await member.Rest.PostAsync(Path(planet), new { reason = " spam " });
        var again = await member.Rest.PostAsync(Path(planet), new { reason = "still spam" });

        Assert.Equal((201, 200), (made.Status, again.Status));
        Assert.Equal(made["id"].GetString(), again["id"].GetString());
        var report = await FindAsync(admin, "open", made["id"].GetString()!);
        Assert.Equal((planet, 1), (Text(report!, "planetId"), report!.Value.GetProperty("seq").GetInt64()));
        Assert.Equal((owner.Id, member.Id), (Text(report, "senderId"), Text(report, "reporterId")));
        Assert.Equal(("spam", "open", "bad"), (Text(report, "reason"), Text(report, "status"), Text(report, "text")));
        Assert.NotEmpty(Text(report, "messageId")!);
        await owner.Rest.PatchAsync($"planets/{planet}/messages/1", new { text = "better" });
        Assert.Equal("better", Text(await FindAsync(admin, "open", made["id"].GetString()!), "text"));
        await owner.Rest.DeleteAsync($"planets/{planet}/messages/1");
        Assert.Null(Text(await FindAsync(admin, "open", made["id"].GetString()!), "text"));
    }

    [Fact]
    public async Task Only_who_may_see_a_message_reports_it_and_nobody_his_own_or_a_deleted_one()
    {
        var (owner, planet, member) = await StageAsync();
        var stranger = await server.RegisterAsync();
        var (otherOwner, _) = await server.PlanetAsync();
        var body = new { reason = "spam" };

        (await owner.Rest.PostAsync(Path(planet), body)).IsInvalid("seq");
        (await member.Rest.PostAsync($"planets/{planet}/messages/2/report", body)).IsRefused(404, "not_found");
        (await member.Rest.PostAsync("planets/5/messages/1/report", body)).IsRefused(404, "not_found");
        (await server.Anonymous.PostAsync(Path(planet), body)).IsRefused(401, "unauthenticated");
        foreach (var outsider in new[] { stranger, otherOwner })
        {
            (await outsider.Rest.PostAsync(Path(planet), body)).IsRefused(404, "not_found");
        }
        await owner.Rest.DeleteAsync($"planets/{planet}/messages/1");
        (await member.Rest.PostAsync(Path(planet), body)).IsRefused(409, "conflict");
        await owner.Rest.PutAsync($"planets/{planet}/members/{member.Id}", new { status = "banned" });
        (await member.Rest.PostAsync(Path(planet), body)).IsRefused(403, "banned");
    }

    [Fact]
    public async Task A_reason_has_1_to_500_characters()
    {
        var (_, planet, member) = await StageAsync();

        (await member.Rest.PostAsync(Path(planet), new { })).IsInvalid("reason");
        (await member.Rest.PostAsync(Path(planet), new { reason = "  " })).IsInvalid("reason");
        (await member.Rest.PostAsync(Path(planet), new { reason = new string('x', 501) })).IsInvalid("reason");
        (await member.Rest.PostRawAsync(Path(planet), """{"reason": "a\u0000b"}""")).IsInvalid("reason");
        Assert.Equal(201, (await member.Rest.PostAsync(Path(planet), new { reason = new string('x', 500) })).Status);
    }

    [Fact]
    public async Task An_admin_resolves_and_dismisses_and_opens_again_and_each_is_audited()
    {
        var (_, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;

        var resolved = await admin.Rest.PatchAsync($"admin/reports/{id}", new { status = "resolved", note = "warned" });
        Assert.Equal(("resolved", admin.Id), (resolved["status"].GetString(), resolved["resolvedBy"].GetString()));
        Assert.Equal("warned", resolved["note"].GetString());
        Assert.Null(await FindAsync(admin, "open", id));
        Assert.Equal(admin.Id, Text(await FindAsync(admin, "resolved", id), "resolvedBy"));
        await admin.Rest.PatchAsync($"admin/reports/{id}", new { status = "dismissed" });
        Assert.Equal("warned", Text(await FindAsync(admin, "dismissed", id), "note"));
        await admin.Rest.PatchAsync($"admin/reports/{id}", new { status = "open" });
        Assert.Null(Text(await FindAsync(admin, "open", id), "resolvedBy"));

        var audit = await admin.Rest.GetAsync($"admin/audit?action=report.change&actorId={admin.Id}&limit=3");
        Assert.All(audit.Items, item => Assert.Equal($"report:{id}", item.GetProperty("target").GetString()));
        Assert.Equal(
            ["Open", "Dismissed", "Resolved"],
            audit.Items.Select(item => item.GetProperty("detail").GetProperty("status").GetString())
        );
    }

    [Fact]
    public async Task Reports_are_the_admins_and_their_changes_are_checked()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;
        var body = new { status = "resolved" };

        (await owner.Rest.GetAsync("admin/reports")).IsRefused(403, "forbidden");
        (await owner.Rest.PatchAsync($"admin/reports/{id}", body)).IsRefused(403, "forbidden");
        (await server.Anonymous.GetAsync("admin/reports")).IsRefused(401, "unauthenticated");
        (await admin.Rest.PatchAsync("admin/reports/5", body)).IsRefused(404, "not_found");
        (await admin.Rest.PatchAsync($"admin/reports/{id}", new { note = "x" })).IsInvalid("status");
        (await admin.Rest.PatchAsync($"admin/reports/{id}", new { status = "gone" })).IsInvalid("status");
        var tooLong = new { status = "open", note = new string('x', 1_001) };
        (await admin.Rest.PatchAsync($"admin/reports/{id}", tooLong)).IsInvalid("note");
        (await admin.Rest.GetAsync("admin/reports?status=gone")).IsInvalid("status");
        Assert.NotNull(await FindAsync(admin, "open", id));
    }

    [Fact]
    public async Task Reports_come_page_by_page_newest_first()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var made = new List<string>();
        for (var seq = 1; seq <= 3; seq++)
        {
            var body = new { clientMessageId = $"next {seq}".Replace(' ', '-'), text = "bad" };
            await owner.Rest.PostAsync($"planets/{planet}/messages", body);
            var path = string.Create(CultureInfo.InvariantCulture, $"planets/{planet}/messages/{seq}/report");
            made.Insert(0, (await member.Rest.PostAsync(path, new { reason = "spam" }))["id"].GetString()!);
        }

        var first = await admin.Rest.GetAsync("admin/reports?limit=2");
        var second = await admin.Rest.GetAsync($"admin/reports?limit=1&cursor={first["nextCursor"].GetString()}");

        Assert.Equal(made, first.Items.Concat(second.Items).Select(item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task A_report_keeps_what_was_reported_whatever_becomes_of_the_message()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;

        await owner.Rest.PatchAsync($"planets/{planet}/messages/1", new { text = "better" });
        await owner.Rest.DeleteAsync($"planets/{planet}/messages/1");

        var report = await FindAsync(admin, "open", id);
        Assert.Equal(
            ("bad", null, "deleted"),
            (Text(report, "reportedText"), Text(report, "text"), Text(report, "message"))
        );
        Assert.Equal("A planet", Text(report, "planetName"));
        Assert.True(report!.Value.GetProperty("reportedRev").GetInt64() > 0);
    }

    [Fact]
    public async Task An_archived_message_is_not_told_as_deleted()
    {
        var (_, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;
        Assert.Equal("there", Text(await FindAsync(admin, "open", id), "message"));

        await server.ValueAsync($"UPDATE planets SET floor_seq = 1 WHERE id = {planet}");

        Assert.Equal("archived", Text(await FindAsync(admin, "open", id), "message"));
        Assert.Empty((await admin.Rest.GetAsync($"admin/reports/{id}/context"))["messages"].EnumerateArray());
    }

    [Fact]
    public async Task An_admin_sees_what_was_said_around_and_what_it_said_before()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        for (var seq = 2; seq <= 14; seq++)
        {
            var body = new { clientMessageId = $"next-{seq}", text = $"message {seq}" };
            await member.Rest.PostAsync($"planets/{planet}/messages", body);
        }
        await member.Rest.DeleteAsync($"planets/{planet}/messages/3");
        await owner.Rest.PatchAsync($"planets/{planet}/messages/1", new { text = "better" });
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;

        var around = await admin.Rest.GetAsync($"admin/reports/{id}/context");

        var messages = around["messages"].EnumerateArray().ToList();
        Assert.Equal(Enumerable.Range(1, 11), messages.Select(message => message.GetProperty("seq").GetInt32()));
        Assert.False(messages[2].TryGetProperty("text", out _));
        Assert.True(messages[2].TryGetProperty("deletedAt", out _));
        Assert.Equal(
            ["bad", "better"],
            around["versions"].EnumerateArray().Select(version => version.GetProperty("text").GetString())
        );
        Assert.Single((await admin.Rest.GetAsync($"admin/audit?action=report.read&target=report:{id}")).Items);
        (await owner.Rest.GetAsync($"admin/reports/{id}/context")).IsRefused(403, "forbidden");
        (await admin.Rest.GetAsync("admin/reports/5/context")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_admin_deletes_the_reported_message_without_being_a_member()
    {
        var (owner, planet, member) = await StageAsync();
        var admin = await server.AdminAsync();
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;

        var deleted = await admin.Rest.DeleteAsync($"admin/reports/{id}/message");
        var again = await admin.Rest.DeleteAsync($"admin/reports/{id}/message");

        Assert.Equal((200, 200), (deleted.Status, again.Status));
        Assert.Equal(deleted["rev"].GetInt64(), again["rev"].GetInt64());
        var message = await owner.Rest.GetAsync($"planets/{planet}/messages/1");
        Assert.False(message.Body.TryGetProperty("text", out _));
        Assert.True(message.Body.TryGetProperty("deletedAt", out _));
        Assert.Equal(
            2,
            (await admin.Rest.GetAsync($"admin/audit?action=message.delete&target=report:{id}")).Items.Count
        );
        (await owner.Rest.DeleteAsync($"admin/reports/{id}/message")).IsRefused(403, "forbidden");
        (await admin.Rest.DeleteAsync("admin/reports/5/message")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task What_another_admin_has_settled_is_a_conflict_and_is_not_audited()
    {
        var (_, planet, member) = await StageAsync();
        var (first, second) = (await server.AdminAsync(), await server.RegisterAsync());
        await first.Rest.PatchAsync($"admin/users/{second.Id}", new { roles = new[] { "admin" } });
        var id = (await member.Rest.PostAsync(Path(planet), new { reason = "spam" }))["id"].GetString()!;
        var path = $"admin/reports/{id}";

        await first.Rest.PatchAsync(path, new { status = "resolved", note = "warned" });
        (await second.Rest.PatchAsync(path, new { status = "dismissed" })).IsRefused(409, "conflict");

        Assert.Equal("warned", Text(await FindAsync(first, "resolved", id), "note"));
        Assert.Single((await first.Rest.GetAsync($"admin/audit?target=report:{id}")).Items);
        Assert.Equal(200, (await second.Rest.PatchAsync(path, new { status = "open" })).Status);
        var settled = await second.Rest.PatchAsync(path, new { status = "dismissed", note = "" });
        Assert.Equal((200, false), (settled.Status, settled.Body.TryGetProperty("note", out _)));
        Assert.Null(Text(await FindAsync(first, "dismissed", id), "note"));
    }

    private static string Path(string planet) => $"planets/{planet}/messages/1/report";

    private static string? Text(System.Text.Json.JsonElement? report, string field) =>
        report!.Value.TryGetProperty(field, out var value) ? value.GetString() : null;

    private static async Task<System.Text.Json.JsonElement?> FindAsync(RestUser admin, string status, string id)
    {
        var reports = (await admin.Rest.GetAsync($"admin/reports?status={status}&limit=100")).Items;
        return reports
            .Where(report => report.GetProperty("id").GetString() == id)
            .Select(report => (System.Text.Json.JsonElement?)report)
            .SingleOrDefault();
    }

    /// <summary>A planet with a message of its owner, and a member who reads it.</summary>
    private async Task<(RestUser Owner, string Planet, RestUser Member)> StageAsync()
    {
        var (owner, planet) = await server.PlanetAsync();
        var member = await server.MemberAsync(owner, planet);
        await owner.Rest.PostAsync($"planets/{planet}/messages", new { clientMessageId = "bad", text = "bad" });
        return (owner, planet, member);
    }
}
