using Connecto.Admin;
using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Storage.Replicas;
using Connecto.Tests.Support;
using Connecto.Users;
using Connecto.Web.Tests.Api;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Replicas;

/// <summary>
/// Who writes over one web node and then reads over another finds what he wrote, in every list that a replica may answer,
/// though the replica stands still.
/// </summary>
[Trait("Runtime", "Either")]
public sealed class OwnWriteTests(PostgresFixture postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_admin_finds_on_another_node_whom_he_has_made_and_banned_and_what_he_did()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        await using var other = await SecondNode.StartAsync(server.Rest.Server);
        var admin = await server.Rest.AdminAsync();
        var banned = await server.Rest.RegisterAsync(displayName: "Troublemaker");
        await StandStillAsync(server, other, "troublemaker");

        await admin.Rest.PostAsync("admin/users", new[] { new { email = "made@example.com", displayName = "Made" } });
        await admin.Rest.PatchAsync($"admin/users/{banned.Id}", new { banned = true });

        Reader.Is(Id(admin.Id));
        var all = await other.Accounts.ListAsync(after: null, 100, Cancellation);
        Assert.Contains(all, account => account.DisplayName == "Made");
        Assert.Single(await other.Accounts.SearchAsync("made", after: null, 100, Cancellation));
        Assert.NotNull(
            Assert.Single(await other.Accounts.SearchAsync("troublemaker", null, 100, Cancellation)).BannedAt
        );
        Assert.Empty(await other.Users.SearchAsync("troublemaker", after: null, 100, Cancellation));
        Assert.Single(await other.Users.SearchAsync("made", after: null, 100, Cancellation));
        var acts = await other.Audit.ListAsync(
            Id(admin.Id),
            action: null,
            target: null,
            before: null,
            100,
            Cancellation
        );
        Assert.Equal(["user.change", "users.create"], acts.Take(2).Select(act => act.Action));
    }

    [Fact]
    public async Task Acts_of_an_admin_are_listed_for_every_admin_at_once()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        await using var other = await SecondNode.StartAsync(server.Rest.Server);
        var admin = await server.Rest.AdminAsync();
        var user = await server.Rest.RegisterAsync(displayName: "Somebody");
        await StandStillAsync(server, other, "somebody");

        await admin.Rest.PatchAsync($"admin/users/{user.Id}", new { banned = true });

        var acts = await other.Audit.ListAsync(
            actorId: null,
            "user.change",
            target: null,
            before: null,
            100,
            Cancellation
        );
        Assert.Single(acts);
        Assert.NotNull(Assert.Single(await other.Accounts.SearchAsync("somebody", null, 100, Cancellation)).BannedAt);
    }

    [Fact]
    public async Task Whoever_registers_finds_himself_on_another_node()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        await using var other = await SecondNode.StartAsync(server.Rest.Server);
        await server.Rest.RegisterAsync(displayName: "Elder");
        await StandStillAsync(server, other, "elder");

        var newcomer = await server.Rest.RegisterAsync(displayName: "Newcomer");

        Reader.Is(Id(newcomer.Id));
        Assert.Single(await other.Users.SearchAsync("newcomer", after: null, 100, Cancellation));
    }

    [Fact]
    public async Task Whoever_makes_joins_renames_or_leaves_travels_finds_it_on_another_node()
    {
        await using var server = await ReplicatedServer.StartAsync(postgres);
        await using var other = await SecondNode.StartAsync(server.Rest.Server);
        var owner = await server.Rest.RegisterAsync(displayName: "Owner");
        var admin = await server.Rest.AdminAsync();
        await StandStillAsync(server, other, "owner");

        var travel = await owner.TravelAsync("Harbour");
        Assert.Equal(1, await CountAsync(other, owner, "harbour"));
        var joined = await server.Rest.JoinTravelAsync(travel);
        Assert.Equal(2, await CountAsync(other, joined, "harbour"));
        await joined.Rest.PostAsync($"travels/{travel}/leave");
        Assert.Equal(1, await CountAsync(other, joined, "harbour"));
        var planet = (await owner.Rest.PostAsync($"travels/{travel}/planets", new { name = "Quay" }))["id"].GetString();
        await admin.Rest.PostAsync($"admin/planets/{planet}/members", new { userIds = new[] { joined.Id } });
        Assert.Equal(2, await CountAsync(other, admin, "harbour"));
        await owner.Rest.PatchAsync($"travels/{travel}", new { title = "Lighthouse" });
        Assert.Equal(2, await CountAsync(other, owner, "lighthouse"));
        await owner.Rest.DeleteAsync($"travels/{travel}");
        Assert.Equal(0, await CountAsync(other, owner, "lighthouse"));
    }

    /// <summary>Members of the one travel with this word in its title; 0 where there is none.</summary>
    private static async Task<int> CountAsync(SecondNode node, RestUser reader, string word)
    {
        Reader.Is(Id(reader.Id));
        var found = await node.Lists.SearchAsync(Id(reader.Id), word, before: null, 10, Cancellation);
        return found.SingleOrDefault()?.MemberCount ?? 0;
    }

    /// <summary>Holds the replica back once the node has read from it, so that it is not passed over for another reason.</summary>
    private static async Task StandStillAsync(ReplicatedServer server, SecondNode node, string name)
    {
        using var asked = new ServersAsked();
        await Eventually.Holds(
            async () =>
            {
                asked.Clear();
                var found = await node.Users.SearchAsync(name, after: null, 100, Cancellation);
                return found.Count > 0 && asked.Count(server.Replica) > 0;
            },
            "the node reads from the replica",
            Cancellation
        );
        await server.PauseAsync();
    }

    private static Snowflake Id(string text) =>
        Snowflake.TryParse(text, out var id) ? id : throw new FormatException(text);
}
