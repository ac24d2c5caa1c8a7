using Connecto.Ids;
using Connecto.Users;
using Connecto.Web.Tests.Chat;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Users;

public sealed class UserGrainTests(RestServer server) : IClassFixture<RestServer>
{
    private static readonly Snowflake _planet = new(77);

    [Fact]
    public async Task Every_node_is_told_which_session_ended()
    {
        var user = await server.RegisterAsync();
        var (userId, session) = await SessionAsync(user);
        RecordingNode[] nodes = [new(server.Server.Grains), new(server.Server.Grains)];
        foreach (var node in nodes)
        {
            Assert.True(await node.AttachAsync(userId, session));
        }

        await user.Rest.PostAsync("auth/logout");

        foreach (var node in nodes)
        {
            Assert.Equal([session], await node.EndedAsync());
            Assert.False(await node.AttachAsync(userId, session));
        }
    }

    [Fact]
    public async Task A_node_that_fails_is_told_of_what_follows_and_holds_up_no_other()
    {
        var (userId, session) = await SessionAsync(await server.RegisterAsync());
        var (failing, other) = (new RecordingNode(server.Server.Grains), new RecordingNode(server.Server.Grains));
        failing.Fails = true;
        await failing.AttachAsync(userId, session);
        await other.AttachAsync(userId, session);

        foreach (var seq in new[] { 1L, 2L })
        {
            await User(userId).CursorMoved(_planet, seq);
            Assert.Equal((_planet, seq), await failing.ReadAsync());
            Assert.Equal((_planet, seq), await other.ReadAsync());
        }
    }

    [Fact]
    public async Task Cursors_that_move_while_a_node_is_busy_are_merged_to_the_furthest()
    {
        var (userId, session) = await SessionAsync(await server.RegisterAsync());
        var busy = new TaskCompletionSource();
        var node = new RecordingNode(server.Server.Grains) { Ready = busy.Task };
        await node.AttachAsync(userId, session);

        foreach (var seq in new[] { 1L, 2L, 3L, 9L })
        {
            await User(userId).CursorMoved(_planet, seq);
        }
        busy.SetResult();

        Assert.Equal((_planet, 1), await node.ReadAsync());
        Assert.Equal((_planet, 9), await node.ReadAsync());
    }

    [Fact]
    public async Task A_cursor_that_is_there_already_is_not_told_again()
    {
        var (userId, session) = await SessionAsync(await server.RegisterAsync());
        var node = new RecordingNode(server.Server.Grains);
        await node.AttachAsync(userId, session);

        await User(userId).CursorMoved(_planet, 5);
        await User(userId).CursorMoved(_planet, 5);
        await User(userId).CursorMoved(_planet, 4);
        await User(userId).CursorMoved(_planet, 6);

        Assert.Equal((_planet, 5), await node.ReadAsync());
        Assert.Equal((_planet, 6), await node.ReadAsync());
        Assert.Equal([new PlanetCursor(_planet, 6)], await User(userId).RecentCursors());
    }

    [Fact]
    public async Task A_node_that_detached_is_told_nothing_more()
    {
        var (userId, session) = await SessionAsync(await server.RegisterAsync());
        var (gone, stays) = (new RecordingNode(server.Server.Grains), new RecordingNode(server.Server.Grains));
        await gone.AttachAsync(userId, session);
        await stays.AttachAsync(userId, session);

        await User(userId).Detach(gone.Name);
        await User(userId).CursorMoved(_planet, 1);
        await stays.ReadAsync();
        await gone.AttachAsync(userId, session);
        await User(userId).CursorMoved(_planet, 2);

        Assert.Equal((_planet, 2), await gone.ReadAsync());
    }

    [Fact]
    public async Task A_session_begun_after_the_grain_woke_lives()
    {
        var user = await server.RegisterAsync();
        var (userId, first) = await SessionAsync(user);
        Assert.True(await User(userId).HasSession(first));

        var later = await server.LoginAsync(user.Email, "password");

        Assert.Equal(200, (await later.Rest.GetAsync("me")).Status);
        Assert.False(await User(userId).HasSession(new Snowflake(5)));
    }

    private IUserGrain User(Snowflake userId) => server.Server.Grains.GetGrain<IUserGrain>(userId.Value);

    private static async Task<(Snowflake UserId, Snowflake SessionId)> SessionAsync(RestUser user)
    {
        var session = Assert.Single((await user.Rest.GetAsync("me/sessions")).Items).GetProperty("id").GetString();
        Assert.True(Snowflake.TryParse(user.Id, out var userId));
        Assert.True(Snowflake.TryParse(session, out var sessionId));
        return (userId, sessionId);
    }
}
