using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

public sealed class UsersTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Users_come_in_the_order_of_the_ids_and_who_is_unknown_is_left_out()
    {
        var (first, second) = (await server.RegisterAsync(), await server.RegisterAsync());

        var answer = await first.Rest.GetAsync($"users?ids={second.Id},5,{first.Id},{second.Id}");

        Assert.Equal([second.Id, first.Id], Ids(answer));
        Assert.False(answer.Body.TryGetProperty("nextCursor", out _));
    }

    [Fact]
    public async Task A_hundred_ids_are_the_most()
    {
        var user = await server.RegisterAsync();
        var hundred = string.Join(',', Enumerable.Range(1, 99).Select(id => $"{id}").Append(user.Id));

        Assert.Equal([user.Id], Ids(await user.Rest.GetAsync($"users?ids={hundred}&limit=1")));
        (await user.Rest.GetAsync($"users?ids={hundred},101")).IsInvalid("ids");
    }

    [Theory]
    [InlineData("users", "q")]
    [InlineData("users?ids=&q=", "q")]
    [InlineData("users?ids=5&q=a", "q")]
    [InlineData("users?q=%20", "q")]
    [InlineData("users?q=a%00b", "q")]
    [InlineData("users?q=a&q=b", "q")]
    [InlineData("users?ids=5,", "ids")]
    [InlineData("users?ids=5,x", "ids")]
    [InlineData("users?ids=-5", "ids")]
    [InlineData("users?ids=5&ids=6", "ids")]
    [InlineData("users?q=a&limit=101", "limit")]
    [InlineData("users?q=a&cursor=x", "cursor")]
    [InlineData("users/x", "id")]
    public async Task What_cannot_be_looked_for_is_named_by_its_field(string path, string field)
    {
        var user = await server.RegisterAsync();

        (await user.Rest.GetAsync(path)).IsInvalid(field);
        (await server.Anonymous.GetAsync(path)).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task Words_of_a_search_have_100_characters_at_most_and_a_letter_among_them()
    {
        var user = await server.RegisterAsync();

        Assert.Empty((await user.Rest.GetAsync($"users?q={new string('x', 100)}")).Items);
        (await user.Rest.GetAsync($"users?q={new string('x', 101)}")).IsInvalid("q");
        (await user.Rest.GetAsync("users?q=!!!%20%F0%9F%99%82")).IsInvalid("q");
    }

    [Theory]
    [InlineData("quin", true)]
    [InlineData("QUINCY", true)]
    [InlineData("auré", true)]
    [InlineData("lopez quincy", true)]
    [InlineData("quincy lo aur", true)]
    [InlineData("김철", true)]
    [InlineData("o'hara", true)]
    [InlineData("lopez/quincy", true)]
    [InlineData("uincy", false)]
    [InlineData("quincy smith", false)]
    [InlineData("quincyy", false)]
    [InlineData("%' OR 1=1 --", false)]
    public async Task A_search_finds_names_of_which_every_word_begins_a_word(string text, bool isFound)
    {
        var user = await server.RegisterAsync(displayName: "Aurélie Quincy-Lopez O'Hara 김철수🙂");

        var found = Ids(await user.Rest.GetAsync($"users?limit=100&q={Uri.EscapeDataString(text)}"));

        Assert.Equal(isFound, found.Contains(user.Id));
    }

    [Fact]
    public async Task Who_is_found_comes_page_by_page_in_the_order_of_ids()
    {
        var user = await server.RegisterAsync();
        var named = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            named.Add((await server.RegisterAsync(displayName: $"Paginated {i}")).Id);
        }

        var pages = new List<string[]>();
        string? cursor = null;
        do
        {
            var page = await user.Rest.GetAsync($"users?q=pagi&limit=2{(cursor is null ? "" : $"&cursor={cursor}")}");
            pages.Add(Ids(page));
            cursor = page.Body.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
        } while (cursor is not null);

        Assert.Equal([2, 2, 1], pages.Select(page => page.Length));
        Assert.Equal(named, pages.SelectMany(page => page));
    }

    [Fact]
    public async Task Who_is_banned_or_deleted_is_not_found_by_name()
    {
        var admin = await server.AdminAsync();
        var banned = await server.RegisterAsync(displayName: "Vanishing");
        var deleted = await server.RegisterAsync(displayName: "Vanishing");
        var stays = await server.RegisterAsync(displayName: "Vanishing");

        await admin.Rest.PatchAsync($"admin/users/{banned.Id}", new { banned = true });
        await deleted.Rest.DeleteAsync("me");

        Assert.Equal([stays.Id], Ids(await stays.Rest.GetAsync("users?q=vanishing")));
        Assert.Equal("Vanishing", (await stays.Rest.GetAsync($"users/{banned.Id}"))["displayName"].GetString());
    }

    [Fact]
    public async Task Who_was_deleted_has_no_name_and_who_never_was_is_not_found()
    {
        var (gone, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await gone.Rest.PatchAsync("me", new { avatarUrl = "https://example.com/me.png" });

        await gone.Rest.DeleteAsync("me");

        var nameless = $$"""{"id":"{{gone.Id}}","displayName":""}""";
        Assert.Equal(nameless, (await other.Rest.GetAsync($"users/{gone.Id}")).Body.ToString());
        Assert.Equal(nameless, Assert.Single((await other.Rest.GetAsync($"users?ids={gone.Id}")).Items).ToString());
        (await other.Rest.GetAsync("users/5")).IsRefused(404, "not_found");
    }

    [Fact]
    public async Task An_address_is_neither_shown_to_others_nor_found_by_them()
    {
        var (user, other) = (await server.RegisterAsync(displayName: "Reticent"), await server.RegisterAsync());
        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        await other.Rest.PutAsync($"me/blocks/{user.Id}", new { });

        string[] paths = [$"users/{user.Id}", $"users?ids={user.Id}", "users?q=reticent", "me/blocks"];
        foreach (var path in paths)
        {
            var answer = await other.Rest.GetAsync(path);
            Assert.Equal(200, answer.Status);
            Assert.Contains("Reticent", answer.Body.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("example.com", answer.Body.ToString(), StringComparison.Ordinal);
        }
        foreach (var text in new[] { user.Email, user.Email[..10], "example", "example.com" })
        {
            Assert.Empty((await other.Rest.GetAsync($"users?q={Uri.EscapeDataString(text)}")).Items);
        }
    }

    private static string[] Ids(RestAnswer answer) =>
        [.. answer.Items.Select(user => user.GetProperty("id").GetString()!)];
}
