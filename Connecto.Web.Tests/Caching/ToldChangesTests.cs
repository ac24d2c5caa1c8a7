using System.Text.Json;
using Connecto.Ids;
using Connecto.Invites;
using Connecto.Web.Api;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Caching;

/// <summary>Whatever changes what is cached, another web node answers it as it is right afterwards.</summary>
public sealed class ToldChangesTests(RestServer server) : IClassFixture<RestServer>
{
    private const int Limit = 100;

    private static readonly Dictionary<string, Change> _changes = new()
    {
        ["somebody joins"] = new(world => world.Guest.Rest.PostAsync($"travels/{world.Travel}/join")),
        ["somebody leaves"] = new(world => world.Member.Rest.PostAsync($"travels/{world.Travel}/leave")),
        ["somebody comes in by an invite"] = new(world => world.Guest.Rest.PostAsync($"invites/{world.Code}/accept")),
        ["an invite that let nobody in is undone"] = new(
            world => world.Invites.UndoAsync(world.Code, Id(world.Guest.Id), world.Taking!),
            async world => world.Taking = await world.Invites.TakeAsync(world.Code, Id(world.Guest.Id))
        ),
        ["an admin adds somebody"] = new(world =>
            world.Admin.Rest.PostAsync(
                $"admin/planets/{world.Planet}/members",
                new { userIds = new[] { world.Guest.Id } }
            )
        ),
        ["a member erases his account"] = new(world => world.Member.Rest.DeleteAsync("me")),
        ["the owner erases his account"] = new(world => world.Owner.Rest.DeleteAsync("me")),
        ["a member renames himself"] = new(world => world.Member.Rest.PatchAsync("me", new { displayName = "After" })),
        ["a member shows another picture"] = new(world =>
            world.Member.Rest.PatchAsync("me", new { avatarUrl = "https://example.com/after.png" })
        ),
        ["a travel is renamed"] = new(world => PatchAsync(world, new { title = "After" })),
        ["a travel is moved to another time"] = new(world =>
            PatchAsync(world, new { startsOn = "2030-01-01", endsOn = "2030-01-09" })
        ),
        ["a travel is hidden"] = new(world => PatchAsync(world, new { visibility = "private" })),
        ["a travel is made public"] = new(
            world => PatchAsync(world, new { visibility = "public" }),
            world => PatchAsync(world, new { visibility = "private" })
        ),
        ["a travel is handed over"] = new(world => PatchAsync(world, new { ownerId = world.Member.Id })),
        ["a travel is deleted"] = new(world => world.Owner.Rest.DeleteAsync($"travels/{world.Travel}")),
        ["the last one leaves a travel"] = new(
            world => world.Owner.Rest.PostAsync($"travels/{world.Travel}/leave"),
            world => world.Member.Rest.PostAsync($"travels/{world.Travel}/leave")
        ),
        ["a travel is made"] = new(world =>
            world.Guest.Rest.PostAsync("travels", new { title = "Another", visibility = "public" })
        ),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Changes => [.. _changes.Keys];

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Another_node_answers_it_as_it_is(string change)
    {
        var world = await World.MakeAsync(server);
        await using var node = await SecondNode.StartAsync(server.Server);
        if (_changes[change].Arrange is { } arrange)
        {
            await arrange(world);
        }
        var before = await CachedAsync(node, world);
        Assert.Equal(before, await CachedAsync(node, world));

        await _changes[change].Make(world);

        var after = await CachedAsync(node, world);
        Assert.Equal(await StoredAsync(node, world), after);
        Assert.NotEqual(before, after);
    }

    [Fact]
    public async Task What_changes_nothing_that_is_cached_leaves_it_where_it_is()
    {
        var world = await World.MakeAsync(server);
        await using var node = await SecondNode.StartAsync(server.Server);
        var before = await CachedAsync(node, world);
        var misses = node.Figures.Sum(kind => kind.Misses);

        var ban = new { banned = true };
        Assert.Equal(200, (await world.Admin.Rest.PatchAsync($"admin/users/{world.Member.Id}", ban)).Status);
        var kicked = await world.Owner.Rest.PutAsync(
            $"planets/{world.Planet}/members/{world.Member.Id}",
            new { status = "banned" }
        );
        Assert.Equal(200, kicked.Status);

        Assert.Equal(before, await CachedAsync(node, world));
        Assert.Equal(await StoredAsync(node, world), before);
        Assert.Equal(misses, node.Figures.Sum(kind => kind.Misses));
    }

    private static async Task<string> CachedAsync(SecondNode node, World world) =>
        Text(
            (await node.Travels.PopularAsync(new PopularPage(Limit, After: null), Cancellation)).Items,
            (await node.Travels.MembersAsync(Id(world.Travel), new Page(Limit, Cursor: null), Cancellation)).Items,
            await node.Profiles.FindAsync(world.UserIds, Cancellation)
        );

    private static async Task<string> StoredAsync(SecondNode node, World world)
    {
        var profiles = await node.Users.FindAsync(world.UserIds, Cancellation);
        return Text(
            await node.Lists.PopularAsync(after: null, Limit, Cancellation),
            await node.Lists.MembersAsync(Id(world.Travel), after: null, Limit, Cancellation),
            world.UserIds.Select(id => profiles[id])
        );
    }

    private static string Text(params object[] lists) => JsonSerializer.Serialize(lists);

    private static Task<RestAnswer> PatchAsync(World world, object patch) =>
        world.Owner.Rest.PatchAsync($"travels/{world.Travel}", patch);

    private static Snowflake Id(string text) =>
        Snowflake.TryParse(text, out var id) ? id : throw new FormatException(text);

    private sealed record Change(Func<World, Task> Make, Func<World, Task>? Arrange = null);

    /// <summary>A public travel of an owner and a member, its planet, an invite there, and a guest.</summary>
    private sealed record World(
        RestUser Admin,
        RestUser Owner,
        RestUser Member,
        RestUser Guest,
        string Travel,
        string Planet,
        string Code,
        InviteStore Invites
    )
    {
        public InviteTaking? Taking { get; set; }

        public Snowflake[] UserIds => [Id(Owner.Id), Id(Member.Id), Id(Guest.Id)];

        public static async Task<World> MakeAsync(RestServer server)
        {
            var (owner, travel) = await server.TravelAsync();
            var planet = await owner.TravelPlanetAsync(travel);
            var member = await server.JoinTravelAsync(travel);
            Assert.Equal(200, (await member.Rest.PostAsync($"planets/{planet}/join")).Status);
            var invite = await owner.Rest.PostAsync($"planets/{planet}/invites", new { });
            return new World(
                await server.AdminAsync(),
                owner,
                member,
                await server.RegisterAsync(),
                travel,
                planet,
                invite["code"].GetString()!,
                server.Server.Services.GetRequiredService<InviteStore>()
            );
        }
    }
}
