using System.Text.Json;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Batch;

public sealed class BatchTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Calls_run_in_order_and_each_has_its_own_answer()
    {
        var (owner, planet) = await server.PlanetAsync();
        var path = $"planets/{planet}/messages";

        var answers = await RunAsync(
            owner,
            new Call("first", "POST", path, new { clientMessageId = "a", text = "제주" }),
            new Call("again", "POST", path, new { clientMessageId = "a", text = "제주" }),
            new Call("edit", "PATCH", $"{path}/1", new { text = "부산" }),
            new Call("react", "PUT", $"/{path}/1/reactions/%F0%9F%91%8D"),
            new Call("read", "POST", $"planets/{planet}/read", new { seq = 1 }),
            new Call("list", "GET", $"{path}?limit=1&after=0"),
            new Call("list", "DELETE", $"{path}/1")
        );

        Assert.Equal(["first", "again", "edit", "react", "read", "list", "list"], answers.Select(one => one.Id));
        Assert.Equal([201, 200, 200, 200, 204, 200, 200], answers.Select(one => one.Status));
        Assert.True(answers[1].Body!.Value.GetProperty("duplicate").GetBoolean());
        Assert.Null(answers[4].Body);
        var message = Assert.Single(answers[5].Body!.Value.GetProperty("items").EnumerateArray());
        Assert.Equal("부산", message.GetProperty("text").GetString());
        Assert.Equal("👍", message.GetProperty("reactions")[0].GetProperty("emoji").GetString());
    }

    [Fact]
    public async Task One_that_fails_does_not_stop_the_rest()
    {
        var (owner, planet) = await server.PlanetAsync();

        var answers = await RunAsync(
            owner,
            new Call("1", "GET", "planets/1"),
            new Call("2", "POST", $"planets/{planet}/messages", new { clientMessageId = "a" }),
            new Call("3", "POST", "planets"),
            new Call("4", "PUT", "me"),
            new Call("5", "GET", "nothing/here"),
            new Call("6", "GET", "admin/users"),
            new Call("7", "GET", $"planets/{planet}")
        );

        Assert.Equal([404, 400, 400, 405, 404, 403, 200], answers.Select(one => one.Status));
        Assert.All(answers.SkipLast(1), one => Assert.NotNull(one.Body!.Value.GetProperty("traceId").GetString()));
        Assert.Equal("text", Assert.Single(answers[1].Body!.Value.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("batch")]
    [InlineData("/batch")]
    [InlineData("BATCH")]
    [InlineData("%62atch")]
    [InlineData("batch?x=1")]
    [InlineData("batch/")]
    [InlineData("auth/login")]
    [InlineData("/Auth/refresh")]
    [InlineData("%61uth/logout")]
    [InlineData("auth")]
    [InlineData("../../hubs/chat/negotiate")]
    [InlineData("me/../auth/logout")]
    [InlineData("me/%2e%2e/batch")]
    [InlineData("me/.%2E/batch")]
    [InlineData("./batch")]
    [InlineData("//batch")]
    [InlineData("//example.com/api/v1/me")]
    [InlineData("http://example.com/api/v1/me")]
    [InlineData("me%2F..%2Fbatch")]
    [InlineData("me%2fsessions")]
    [InlineData(@"..\batch")]
    [InlineData("%5cbatch")]
    [InlineData("me%00")]
    [InlineData("me%0d%0aHost: example.com")]
    [InlineData("me#batch")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("?limit=1")]
    public async Task A_path_that_a_batch_may_not_go_is_invalid_in_its_place(string path)
    {
        var user = await server.RegisterAsync();

        var answers = await RunAsync(user, new Call("bad", "POST", path), new Call("good", "GET", "me"));

        Assert.Equal([400, 200], answers.Select(one => one.Status));
        Assert.Equal("path", Assert.Single(answers[0].Body!.Value.GetProperty("errors").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData("%2562atch")]
    [InlineData("api/v1/batch")]
    [InlineData("batch1")]
    [InlineData("hubs/chat/negotiate")]
    [InlineData("openapi/v1.json")]
    [InlineData("health/live")]
    public async Task Paths_stay_below_the_interface(string path)
    {
        var user = await server.RegisterAsync();
        Assert.Equal(404, Assert.Single(await RunAsync(user, new Call("1", "GET", path))).Status);
    }

    [Theory]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    [InlineData("CONNECT")]
    [InlineData("get")]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_method_that_is_not_for_a_batch_is_invalid_in_its_place(string? method)
    {
        var user = await server.RegisterAsync();
        var answer = Assert.Single(await RunAsync(user, new Call("1", method, "me")));
        Assert.Equal(400, answer.Status);
        Assert.Equal("method", Assert.Single(answer.Body!.Value.GetProperty("errors").EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_batch_has_1_to_50_items_with_ids_of_at_most_64_characters()
    {
        var user = await server.RegisterAsync();
        var me = new Call(new string('x', 64), "GET", "me");

        Assert.Equal(50, (await RunAsync(user, [.. Enumerable.Repeat(me, 50)])).Count);
        (await user.Rest.PostAsync("batch", Enumerable.Repeat(me, 51))).IsInvalid("body");
        (await user.Rest.PostAsync("batch", Array.Empty<Call>())).IsInvalid("body");
        (await user.Rest.PostAsync("batch", new[] { me with { Id = new string('x', 65) } })).IsInvalid("id");
        (await user.Rest.PostRawAsync("batch", """[{"method": "GET", "path": "me"}]""")).IsInvalid("id");
        (await user.Rest.PostRawAsync("batch", "[null]")).IsInvalid("id");
        (await user.Rest.PostRawAsync("batch", "{}")).IsInvalid("body");
        (await server.Anonymous.PostAsync("batch", new[] { me })).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task What_does_not_fit_into_the_answer_is_too_large_in_its_place()
    {
        var (owner, planet) = await server.PlanetAsync();
        var path = $"planets/{planet}/messages";
        var text = new string('가', 4000);
        Assert.True(Snowflake.TryParse(owner.Id, out var ownerId) & Snowflake.TryParse(planet, out var planetId));
        for (var each = 0; each < 100; each++)
        {
            var send = new SendRequest(ownerId, $"{each}", text, null, []);
            await server.Server.Senders.SendAsync(planetId, send);
        }
        var lists = Enumerable.Range(0, 30).Select(each => new Call($"{each}", "GET", $"{path}?limit=100&after=0"));

        var answer = await owner.Rest.PostAsync(
            "batch",
            lists.Append(new Call("last", "DELETE", $"planets/{planet}/messages/1"))
        );

        Assert.InRange(answer.Body.GetRawText().Length * 3, 0, 8 << 20);
        var statuses = answer.Body.EnumerateArray().Select(one => one.GetProperty("status").GetInt32()).ToList();
        Assert.Equal(200, statuses[0]);
        Assert.Equal("too_large", answer.Body[29].GetProperty("body").GetProperty("code").GetString());
        var message = await owner.Rest.GetAsync($"{path}/1");
        Assert.Equal(statuses[^1] == 200, message.Body.TryGetProperty("deletedAt", out _));
    }

    [Fact]
    public async Task An_item_has_the_rights_and_the_session_of_the_token_that_called()
    {
        var user = await server.RegisterAsync();
        var other = await server.LoginAsync(user.Email, "password");

        var answers = await RunAsync(user, new Call("1", "GET", "me/sessions"), new Call("2", "GET", "me"));

        var current = answers[0].Body!.Value.GetProperty("items").EnumerateArray().Count(IsCurrent);
        Assert.Equal((2, 1), (answers[0].Body!.Value.GetProperty("items").GetArrayLength(), current));
        Assert.Equal(user.Id, answers[1].Body!.Value.GetProperty("id").GetString());
        Assert.Equal(user.Id, other.Id);

        static bool IsCurrent(JsonElement session) => session.GetProperty("current").GetBoolean();
    }

    private static async Task<IReadOnlyList<Answer>> RunAsync(RestUser user, params Call[] calls)
    {
        var answer = await user.Rest.PostAsync("batch", calls);
        Assert.Equal(200, answer.Status);
        return [.. answer.Body.EnumerateArray().Select(one => one.Deserialize<Answer>(WireJson.Options)!)];
    }

    private sealed record Call(string Id, string? Method, string? Path, object? Body = null);

    private sealed record Answer(string Id, int Status, JsonElement? Body);
}
