using Connecto.Caching;
using Connecto.Tests.Support;
using Connecto.Web.Caching;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Caching;

/// <summary>Every popular travel stands on exactly one page, whatever of the pages was kept when its members changed.</summary>
[Trait("Runtime", "Either")]
public sealed class PopularPagesTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly RestServer _server = new(postgres);

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.Server.Services.GetRequiredService<ChangeFeed>().Attached;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_travel_that_outgrows_a_kept_page_stands_on_one_page()
    {
        // Of counts in thousands one more is not told.
        var (owner, travels) = await TravelsAsync(6, count: "1000");
        var first = await owner.Rest.GetAsync("travels/popular?limit=2");
        await _server.JoinTravelAsync(travels[^1]);

        var rest = await AfterAsync(owner, first);

        Assert.Equal(travels, [.. first.Items.Select(item => item.GetProperty("id").GetString()!), .. rest]);
        Assert.Equal(travels, await owner.AllAsync("travels/popular", "id", 2));
        Assert.Equal(travels, await owner.AllAsync("travels/popular", "id", 4));
    }

    [Fact]
    public async Task A_travel_that_shrinks_below_a_kept_page_stands_on_one_page()
    {
        var (owner, travels) = await TravelsAsync(6, count: "1010");
        var first = await owner.Rest.GetAsync("travels/popular?limit=2");
        var member = await MemberOfAsync(travels[0]);
        Assert.Equal(204, (await member.Rest.PostAsync($"travels/{travels[0]}/leave")).Status);

        var rest = await AfterAsync(owner, first);

        Assert.Equal(travels, [.. first.Items.Select(item => item.GetProperty("id").GetString()!), .. rest]);
    }

    [Theory]
    [InlineData("1", 100)]
    [InlineData("1000 + n", 100)]
    [InlineData("1000 + n", 7)]
    [InlineData("5000", 100)]
    public async Task Travels_beyond_those_that_are_kept_follow_them(string count, int limit)
    {
        var (owner, travels) = await TravelsAsync(650, count);

        Assert.Equal(travels, await owner.AllAsync("travels/popular", "id", limit));
        Assert.Equal(travels, await owner.AllAsync("travels/popular", "id", limit));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    [InlineData("1000 + n")]
    [InlineData("5000")]
    // The 200th has 109, one less than a told count, and the one after it, of 108, has the greater id.
    [InlineData("CASE n WHEN 450 THEN 109 WHEN 451 THEN 108 ELSE greatest(n - 342, 1) END")]
    public async Task Whatever_travel_grows_or_shrinks_each_stands_on_one_page(string count)
    {
        var (owner, travels) = await TravelsAsync(650, count);
        Assert.Equal(650, (await owner.AllAsync("travels/popular", "id", 100)).Count);
        // The last of those that are kept, and what is around it.
        foreach (var place in new[] { 0, 99, 100, 150, 151, 198, 199, 200, 201, 250, 649 })
        {
            var member = await _server.JoinTravelAsync(travels[place]);
            await StandOnceAsync();
            await member.Rest.PostAsync($"travels/{travels[place]}/leave");
            await StandOnceAsync();
        }

        async Task StandOnceAsync()
        {
            var seen = await owner.AllAsync("travels/popular", "id", 100);
            Assert.Equal(travels.Order(), seen.Order());
        }
    }

    /// <summary>Those after a page, two by two.</summary>
    private static async Task<List<string>> AfterAsync(RestUser user, RestAnswer page)
    {
        var seen = new List<string>();
        while (page.Body.TryGetProperty("nextCursor", out var next))
        {
            page = await user.Rest.GetAsync($"travels/popular?limit=2&cursor={next.GetString()}");
            seen.AddRange(page.Items.Select(item => item.GetProperty("id").GetString()!));
        }
        return seen;
    }

    private async Task<RestUser> MemberOfAsync(string travel)
    {
        var member = await _server.RegisterAsync();
        await _server.Server.ExecuteAsync(
            "INSERT INTO travel_members (travel_id, user_id, joined_at) VALUES ($1, $2, now())",
            long.Parse(travel, null),
            long.Parse(member.Id, null)
        );
        return member;
    }

    /// <summary>A user, and public travels in the order of their popularity.</summary>
    /// <param name="count">Of their members, in SQL; <c>n</c> counts them from 1.</param>
    private async Task<(RestUser User, List<string> Travels)> TravelsAsync(int travels, string count)
    {
        var user = await _server.RegisterAsync();
        await _server.Server.ExecuteAsync(
            $"""
            INSERT INTO travels (id, title, visibility, owner_id, member_count, created_at)
            SELECT n, 'A travel', 0, $1, {count}, now() FROM generate_series(1, {travels}) n
            """,
            long.Parse(user.Id, null)
        );
        // A node that starts has read them already.
        await _server.Server.Services.GetRequiredService<ChangeTeller>().TellAsync(null, CacheTags.PublicTravels);
        return (user, [.. Enumerable.Range(1, travels).Reverse().Select(id => $"{id}")]);
    }
}
