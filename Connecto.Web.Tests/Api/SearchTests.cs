using System.Text.Json;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Searches by REST: pages, their order, what is refused, and that nobody finds what he may not read.</summary>
public sealed class SearchTests(SearchTests.TalkativeServer server) : IClassFixture<SearchTests.TalkativeServer>
{
    [Fact]
    public async Task What_was_sent_is_found_with_its_places_and_numbers()
    {
        var (owner, planet) = await server.PlanetAsync();
        var friend = await server.MemberAsync(owner, planet);
        await SendAsync(owner, planet, "내일 서울역까지 가고 싶다", "We are travelling to Busan", "아무것도");

        var korean = await FindAsync(friend, "q=서울 가고싶다");
        Assert.Equal((1, true, false), (Total(korean), Exact(korean), korean["hasMore"].GetBoolean()));
        var found = Assert.Single(korean.Items);
        Assert.Equal(
            [
                [3, 2],
                [9, 5],
            ],
            Highlights(found)
        );
        Assert.Equal(1, found.GetProperty("message").GetProperty("unreadCount").GetInt32());
        Assert.False(korean["indexing"].GetBoolean());
        Assert.Equal(
            [
                [7, 10],
                [21, 5],
            ],
            Highlights((await FindAsync(owner, "q=busan travel")).Items[0])
        );
        Assert.Empty((await FindAsync(owner, "q=부산")).Items);
    }

    [Fact]
    public async Task Pages_follow_each_other_in_the_order_that_was_asked_for()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(
            owner,
            planet,
            [.. Enumerable.Range(1, 45).Select(i => i % 3 == 0 ? "제주" : $"제주 {i} 일의 긴 이야기")]
        );

        var newest = await AllAsync(owner, "q=제주&sort=newest&limit=10");
        Assert.Equal(Enumerable.Range(1, 45).Reverse().Select(seq => (long)seq), newest);
        var relevant = await AllAsync(owner, "q=제주&limit=7");
        Assert.Equal(Enumerable.Range(1, 45).Select(seq => (long)seq), relevant.Order());
        Assert.All(relevant[..15], seq => Assert.Equal(0, seq % 3));
    }

    [Fact]
    public async Task What_is_sent_meanwhile_moves_no_page()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, "제주 1", "제주 2", "제주 3", "제주 4");
        var first = await FindAsync(owner, "q=제주&sort=newest&limit=2");
        await SendAsync(owner, planet, "제주 5");
        var second = await FindAsync(owner, $"q=제주&sort=newest&limit=2&cursor={first["nextCursor"].GetString()}");
        Assert.Equal((long[])[2L, 1L], Seqs(second));
        Assert.Equal(4, Total(second));
        Assert.False(second.Body.TryGetProperty("nextCursor", out _));
    }

    [Fact]
    public async Task More_than_a_thousand_are_not_counted_and_still_found()
    {
        var (owner, planet) = await server.PlanetAsync();
        for (var i = 0; i < 21; i++)
        {
            await owner.Rest.PostAsync("batch", Enumerable.Range(0, 50).Select(Send));
        }

        var first = await FindAsync(owner, "q=제주&limit=100");
        Assert.Equal((1000, false), (Total(first), Exact(first)));
        Assert.Equal(1050, (await AllAsync(owner, "q=제주&limit=100")).Distinct().Count());

        object Send(int n) =>
            new
            {
                id = $"{n}",
                method = "POST",
                path = $"planets/{planet}/messages",
                body = new { clientMessageId = $"{Guid.NewGuid():N}", text = "제주" },
            };
    }

    [Fact]
    public async Task A_deleted_message_and_an_edited_one_s_old_text_are_gone_at_once()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, "한라산", "한라산", "한라산");
        await owner.Rest.DeleteAsync($"planets/{planet}/messages/1");
        Assert.Equal((long[])[3L, 2L], Seqs(await FindAsync(owner, "q=한라산")));
        await owner.Rest.PatchAsync($"planets/{planet}/messages/2", new { text = "성산" });
        Assert.Equal((long[])[3L], Seqs(await FindAsync(owner, "q=한라산")));
        Assert.Equal((long[])[2L], Seqs(await FindAsync(owner, "q=성산")));
    }

    [Fact]
    public async Task Nobody_finds_what_he_may_not_read()
    {
        var (owner, planet) = await server.PlanetAsync();
        var (friend, stranger) = (await server.MemberAsync(owner, planet), await server.RegisterAsync());
        await SendAsync(owner, planet, "비밀번호는 7777");
        Assert.Single((await FindAsync(friend, "q=비밀번호")).Items);
        Assert.Empty((await FindAsync(stranger, "q=비밀번호")).Items);
        (await stranger.Rest.GetAsync($"search/messages?q=비밀번호&planetId={planet}")).IsRefused(404, "not_found");

        await friend.Rest.PostAsync($"planets/{planet}/leave");
        Assert.Empty((await FindAsync(friend, "q=비밀번호")).Items);
        (await friend.Rest.GetAsync($"search/messages?q=비밀번호&planetId={planet}")).IsRefused(403, "not_member");

        await owner.Rest.PatchAsync($"planets/{planet}", new { settings = new { historyVisible = false } });
        var late = await server.MemberAsync(owner, planet);
        await SendAsync(owner, planet, "비밀번호는 8888");
        Assert.Equal((long[])[2L], Seqs(await FindAsync(late, "q=비밀번호")));
    }

    [Fact]
    public async Task Filters_narrow_by_sender_planet_travel_and_time()
    {
        var owner = await server.RegisterAsync(displayName: "Mina Kim");
        var travel = await owner.TravelAsync("제주 여행");
        var planet = (await owner.Rest.PostAsync($"travels/{travel}/planets", new { name = "맛집" }))["id"]
            .GetString()!;
        var other = (await owner.Rest.PostAsync("planets", new { name = "가족", memberIds = Array.Empty<string>() }))[
            "id"
        ]
            .GetString()!;
        await SendAsync(owner, planet, "고기국수 https://example.com/noodle");
        await SendAsync(owner, other, "고기국수");

        foreach (
            var query in new[]
            {
                $"q=고기국수&planetId={planet}",
                $"q=고기국수&travelId={travel}",
                "q=고기국수 in:맛",
                "q=고기국수 has:link",
                "q=has:link",
                "q=고기국수 example",
                "q=noodle",
            }
        )
        {
            Assert.Equal(planet, Assert.Single((await FindAsync(owner, query)).Items).Planet());
        }
        foreach (
            var query in new[]
            {
                $"q=고기국수&senderId={owner.Id}",
                "q=고기국수 from:me",
                "q=고기국수 from:@me",
                $"q=고기국수 from:{owner.Id}",
                "q=고기국수 after:2025-01-01 before:2200-01-01",
                "q=고기국수&from=2025-01-01&to=2200-01-01T00:00:00Z",
            }
        )
        {
            Assert.Equal(2, Total(await FindAsync(owner, query)));
        }
        foreach (
            var query in new[]
            {
                $"q=고기국수&senderId={planet}",
                "q=고기국수 from:Nobody",
                "q=고기국수 before:2025-01-01",
                "q=고기국수&to=2025-01-01",
                "q=고기국수&from=2200-01-01T00:00:00.000%2B09:00",
                "q=고기국수 has:image",
            }
        )
        {
            Assert.Equal(0, Total(await FindAsync(owner, query)));
        }
    }

    [Theory]
    [InlineData("", "q")]
    [InlineData("q=", "q")]
    [InlineData("q=%20%20", "q")]
    [InlineData("q=a", "q")]
    [InlineData("q=7", "q")]
    [InlineData("q=%22a%22", "q")]
    [InlineData("q=!%3F...", "q")]
    [InlineData("q=-hello", "q")]
    [InlineData("q=a%00b", "q")]
    [InlineData("q=hello&q=you", "q")]
    [InlineData("q=hello&planetId=mine", "planetId")]
    [InlineData("q=hello&travelId=-1", "travelId")]
    [InlineData("q=hello&senderId=99999999999999999999", "senderId")]
    [InlineData("q=hello&from=2026-02-30", "from")]
    [InlineData("q=hello&to=yesterday", "to")]
    [InlineData("q=hello&from=2026-02-02&to=2026-02-01", "to")]
    [InlineData("q=hello&sort=best", "sort")]
    [InlineData("q=hello&limit=0", "limit")]
    [InlineData("q=hello&limit=101", "limit")]
    [InlineData("q=hello&cursor=1", "cursor")]
    [InlineData("q=hello&cursor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "cursor")]
    public async Task What_makes_no_sense_is_invalid(string query, string field)
    {
        var user = await server.RegisterAsync();
        (await user.Rest.GetAsync($"search/messages?{query}")).IsInvalid(field);
    }

    [Fact]
    public async Task Too_much_is_invalid_and_anything_else_is_words()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, "a' OR 1=1; --", "가", "😀 안녕");
        (await owner.Rest.GetAsync($"search/messages?q={new string('x', 501)}")).IsInvalid("q");
        (await owner.Rest.GetAsync($"search/messages?q={new string('x', 10_000)}")).IsInvalid("q");
        var words = string.Join('+', Enumerable.Range(0, 51).Select(n => $"w{n}"));
        (await owner.Rest.GetAsync($"search/messages?q={words}")).IsInvalid("q");

        Assert.Equal((long[])[1L], Seqs(await FindAsync(owner, "q=a' OR 1=1; --")));
        Assert.Equal((long[])[2L], Seqs(await FindAsync(owner, "q=가")));
        Assert.Equal((long[])[3L], Seqs(await FindAsync(owner, "q=😀")));
        foreach (
            var odd in new[] { "\"or", "or & !or | (or", "or:*", "before:2026-02-30", "from: or", "%or%", "has:cheese" }
        )
        {
            Assert.Equal(200, (await owner.Rest.GetAsync($"search/messages?q={Uri.EscapeDataString(odd)}")).Status);
        }
    }

    [Fact]
    public async Task A_cursor_continues_its_own_search_only()
    {
        var (owner, planet) = await server.PlanetAsync();
        await SendAsync(owner, planet, "제주 바다", "제주 바다");
        var cursor = (await FindAsync(owner, "q=제주&limit=1"))["nextCursor"].GetString();
        Assert.Equal(200, (await owner.Rest.GetAsync($"search/messages?q=제주&cursor={cursor}")).Status);
        (await owner.Rest.GetAsync($"search/messages?q=바다&cursor={cursor}")).IsInvalid("cursor");
        (await owner.Rest.GetAsync($"search/messages?q=제주&sort=newest&cursor={cursor}")).IsInvalid("cursor");
        var other = await server.MemberAsync(owner, planet);
        (await other.Rest.GetAsync($"search/messages?q=제주&cursor={cursor}")).IsInvalid("cursor");
    }

    private static async Task SendAsync(RestUser user, string planet, params string[] texts)
    {
        foreach (var text in texts)
        {
            var sent = await user.Rest.PostAsync(
                $"planets/{planet}/messages",
                new { clientMessageId = $"{Guid.NewGuid():N}", text }
            );
            Assert.Equal(201, sent.Status);
        }
    }

    private static async Task<RestAnswer> FindAsync(RestUser user, string query)
    {
        var answer = await user.Rest.GetAsync($"search/messages?{query}");
        Assert.Equal(200, answer.Status);
        return answer;
    }

    private static async Task<List<long>> AllAsync(RestUser user, string query)
    {
        var all = new List<long>();
        string? cursor = null;
        do
        {
            var page = await FindAsync(user, cursor is null ? query : $"{query}&cursor={cursor}");
            all.AddRange(Seqs(page));
            cursor = page.Body.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            Assert.Equal(cursor is not null, page["hasMore"].GetBoolean());
        } while (cursor is not null);
        return all;
    }

    private static long[] Seqs(RestAnswer page) =>
        [.. page.Items.Select(item => item.GetProperty("message").GetProperty("seq").GetInt64())];

    private static int[][] Highlights(JsonElement found) => found.GetProperty("highlights").Deserialize<int[][]>()!;

    private static int Total(RestAnswer page) => page["total"].GetInt32();

    private static bool Exact(RestAnswer page) => page["totalIsExact"].GetBoolean();

    /// <summary>One that lets people send as fast as they can.</summary>
    public sealed class TalkativeServer : RestServer
    {
        public TalkativeServer(PostgresFixture postgres)
            : base(postgres) => Server.Settings["RateLimits:SendsPerSecond"] = "100000";
    }
}

file static class FoundReading
{
    public static string Planet(this JsonElement found) =>
        found.GetProperty("message").GetProperty("planetId").GetString()!;
}
