using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Api;

/// <summary>Which travels are found, in which order, by whom.</summary>
public sealed class TravelListTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Public_travels_and_ones_own_private_ones_come_newest_first_page_by_page()
    {
        var (owner, guest) = (await server.RegisterAsync(), await server.RegisterAsync());
        var word = Word();
        var all = new List<string>();
        for (var travel = 0; travel < 6; travel++)
        {
            all.Insert(0, await owner.TravelAsync($"{word} {travel}", travel % 3 == 0 ? "private" : "public"));
        }

        Assert.Equal(all, await owner.AllAsync($"travels?q={word}", "id", 2));
        var seenByGuest = await guest.AllAsync($"travels?q={word}", "id", 2);
        Assert.Equal(all.Where((_, index) => index is not (2 or 5)), seenByGuest);
        Assert.Equal(all, (await owner.AllAsync("travels", "id", 2)).Intersect(all));
        Assert.Equal(seenByGuest, (await guest.AllAsync("travels", "id", 3)).Intersect(all));
    }

    [Theory]
    [InlineData("서울/부산 3일, Trip-2026", "부", true)]
    [InlineData("서울/부산 3일, Trip-2026", "서울", true)]
    [InlineData("서울/부산 3일, Trip-2026", "tri 2026 부산", true)]
    [InlineData("서울/부산 3일, Trip-2026", "TRIP", true)]
    [InlineData("서울/부산 3일, Trip-2026", "산", false)]
    [InlineData("서울/부산 3일, Trip-2026", "trip 2027", false)]
    [InlineData("「제주여행」 with Éva@home.example", "제주", true)]
    [InlineData("「제주여행」 with Éva@home.example", "éva example", true)]
    [InlineData("「제주여행」 with Éva@home.example", "ith", false)]
    [InlineData("it's \\ a ' quoted & one", "quoted & !one | (it:*)", true)]
    [InlineData("it's \\ a ' quoted & one", "one''' \\", true)]
    public async Task Every_word_of_q_begins_a_word_of_the_title(string title, string q, bool isFound)
    {
        var owner = await server.RegisterAsync();
        var word = Word();
        var travels = new[]
        {
            await owner.TravelAsync($"{title} {word}", "private"),
            await owner.TravelAsync($"{title} {word}"),
        };

        var found = await owner.AllAsync($"travels?q={Uri.EscapeDataString($"{q} {word}")}", "id", 100);

        Assert.Equal(isFound ? travels.Reverse() : [], found);
    }

    [Fact]
    public async Task A_new_title_is_found_and_the_old_one_is_not()
    {
        var (before, after) = (Word(), Word());
        var (owner, travel) = await server.TravelAsync(title: before);
        await owner.Rest.PatchAsync($"travels/{travel}", new { title = after });

        Assert.Empty(await owner.AllAsync($"travels?q={before}", "id", 100));
        Assert.Equal([travel], await owner.AllAsync($"travels?q={after}", "id", 100));
    }

    [Fact]
    public async Task What_cannot_be_looked_for_is_invalid()
    {
        var user = await server.RegisterAsync();
        foreach (var q in new[] { "%20", "!?", "a%00", "%F0%9F%99%82", new string('a', 101) })
        {
            (await user.Rest.GetAsync($"travels?q={q}")).IsInvalid("q");
        }
        Assert.Equal(200, (await user.Rest.GetAsync($"travels?q={new string('a', 100)}")).Status);
        (await user.Rest.GetAsync("travels?q=a&q=b")).IsInvalid("q");
        (await user.Rest.GetAsync("travels?limit=0")).IsInvalid("limit");
        (await user.Rest.GetAsync("travels?cursor=-1")).IsInvalid("cursor");
        (await server.Anonymous.GetAsync("travels")).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task Popular_travels_come_by_members_and_of_equal_ones_the_newest_first()
    {
        var owner = await server.RegisterAsync();
        var travels = new List<(string Id, int Members)>();
        foreach (var members in new[] { 1, 3, 2, 3, 1, 2, 3 })
        {
            var travel = await owner.TravelAsync("A travel");
            for (var guest = 1; guest < members; guest++)
            {
                await server.JoinTravelAsync(travel);
            }
            travels.Add((travel, members));
        }
        var hidden = await owner.TravelAsync("A travel", "private");
        var ours = travels.Select(travel => travel.Id).ToList();
        var expected = Enumerable
            .Reverse(travels)
            .OrderByDescending(travel => travel.Members)
            .Select(travel => travel.Id);

        foreach (var limit in new[] { 1, 2, 100 })
        {
            var seen = await owner.AllAsync("travels/popular", "id", limit);
            Assert.Equal(expected, seen.Intersect(ours));
            Assert.Equal(seen.Distinct(), seen);
            Assert.DoesNotContain(hidden, seen);
        }
    }

    [Theory]
    [InlineData("3")]
    [InlineData("3-")]
    [InlineData("-3-1")]
    [InlineData("3-01")]
    [InlineData("3-1-2")]
    [InlineData("9999999999-1")]
    public async Task A_cursor_of_popular_travels_that_is_not_ours_is_invalid(string cursor) =>
        (await (await server.RegisterAsync()).Rest.GetAsync($"travels/popular?cursor={cursor}")).IsInvalid("cursor");

    private static string Word() => $"w{Guid.NewGuid():N}";
}
