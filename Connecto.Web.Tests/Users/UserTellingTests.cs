using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Users;

public sealed class UserTellingTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Who_is_hidden_is_told_to_every_node_whenever_blocks_change()
    {
        var (user, other) = (await server.Server.UserAsync(), await server.RegisterAsync());
        var otherId = new Snowflake(long.Parse(other.Id, null));
        RecordingNode[] nodes = [await NodeAsync(user), await NodeAsync(user)];
        Assert.Empty(await User(user).Hidden());

        await other.Rest.PutAsync($"me/blocks/{user.Id}", new { });
        Assert.Equal([otherId], await User(user).Hidden());
        await other.Rest.DeleteAsync($"me/blocks/{user.Id}");
        Assert.Empty(await User(user).Hidden());

        foreach (var node in nodes)
        {
            Assert.Equal([otherId], await node.HiddenAsync());
            Assert.Empty(await node.HiddenAsync());
        }
    }

    [Fact]
    public async Task Tellings_wait_for_a_busy_node_merged_and_of_notifications_the_newest_hundred()
    {
        var user = await server.Server.UserAsync();
        var busy = new TaskCompletionSource();
        var node = await NodeAsync(user, busy.Task);
        await User(user).ViewChanged();
        var told = Enumerable.Range(0, 103).Select(_ => Notification()).ToList();

        foreach (var notification in told)
        {
            await User(user).Notify(notification);
        }
        await User(user).ViewChanged();
        await User(user).ViewChanged();
        busy.SetResult();

        Assert.Equal(user.Id, await node.ViewAsync());
        Assert.Equal(user.Id, await node.ViewAsync());
        Assert.Equal(told[3..], await node.NotifiedAsync());
        await User(user).Notify(told[0]);
        Assert.Equal([told[0]], await node.NotifiedAsync());
    }

    [Fact]
    public async Task A_node_that_fails_is_told_of_what_follows()
    {
        var user = await server.Server.UserAsync();
        var node = await NodeAsync(user);
        node.Fails = true;

        await User(user).ViewChanged();
        await node.ViewAsync();
        var told = Notification();
        await User(user).Notify(told);

        Assert.Equal([told], await node.NotifiedAsync());
    }

    [Fact]
    public async Task A_node_that_missed_that_the_view_changed_is_told_again_when_it_renews()
    {
        var user = await server.Server.UserAsync();
        var node = await NodeAsync(user);
        node.Fails = true;
        await User(user).ViewChanged();
        await node.ViewAsync();
        // It is told one thing at a time, so the first has failed by now.
        await User(user).Notify(Notification());
        await node.NotifiedAsync();

        node.Fails = false;
        await node.AttachAsync(user.Id, user.SessionId);

        Assert.Equal(user.Id, await node.ViewAsync());
    }

    [Fact]
    public async Task Clients_subscribe_again_once_all_planets_know_that_receipts_are_hidden()
    {
        var user = await server.Server.UserAsync();
        var planet = (await server.Client(user.Token).PostAsync("planets", new { name = "A planet" }))["id"];
        var node = await NodeAsync(user);

        await using (await BrokenPlanet.BreakAsync(server.Database, planet.GetString()!))
        {
            await server.Client(user.Token).PatchAsync("me", new { settings = new { readReceipts = false } });
            await User(user).Notify(Notification());
            await node.NotifiedAsync();
            Assert.False(node.HasNewView);
        }

        Assert.Equal(user.Id, await node.ViewAsync());
    }

    private async Task<RecordingNode> NodeAsync(TestUser user, Task? ready = null)
    {
        var node = new RecordingNode(server.Server.Grains) { Ready = ready ?? Task.CompletedTask };
        Assert.True(await node.AttachAsync(user.Id, user.SessionId));
        return node;
    }

    private IUserGrain User(TestUser user) => server.Server.Grains.GetGrain<IUserGrain>(user.Id.Value);

    private Notification Notification() =>
        new(
            server.Server.Services.GetRequiredService<SnowflakeGenerator>().Next(),
            NotificationKind.Announcement,
            PlanetId: null,
            Seq: null,
            ActorId: null,
            TimeProvider.System.GetUtcNow()
        );
}
