using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Web.Chat;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Api;

public sealed class BlockTests(RestServer server) : IClassFixture<RestServer>
{
    [Fact]
    public async Task Who_is_blocked_is_listed_until_the_block_ends()
    {
        var user = await server.RegisterAsync();
        var (first, second) = (
            await server.RegisterAsync(displayName: "First"),
            await server.RegisterAsync(displayName: "Second")
        );

        foreach (var id in new[] { second.Id, first.Id, first.Id })
        {
            Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{id}", new { })).Status);
        }

        var page = await user.Rest.GetAsync("me/blocks?limit=1");
        var rest = await user.Rest.GetAsync($"me/blocks?limit=1&cursor={page["nextCursor"].GetString()}");
        Assert.Equal(
            (second.Id, "Second"),
            (page.Items[0].GetProperty("userId").GetString(), page.Items[0].GetProperty("displayName").GetString())
        );
        Assert.EndsWith("Z", page.Items[0].GetProperty("createdAt").GetString());
        Assert.Equal(first.Id, Assert.Single(rest.Items).GetProperty("userId").GetString());
        Assert.False(rest.Body.TryGetProperty("nextCursor", out _));
        Assert.Empty((await first.Rest.GetAsync("me/blocks")).Items);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(204, (await user.Rest.DeleteAsync($"me/blocks/{first.Id}")).Status);
        }
        Assert.Single((await user.Rest.GetAsync("me/blocks")).Items);
    }

    [Fact]
    public async Task Nobody_blocks_himself_nor_somebody_who_is_not_there()
    {
        var (user, gone) = (await server.RegisterAsync(), await server.RegisterAsync());
        await gone.Rest.DeleteAsync("me");

        (await user.Rest.PutAsync($"me/blocks/{user.Id}", new { })).IsInvalid("userId");
        (await user.Rest.DeleteAsync($"me/blocks/{user.Id}")).IsInvalid("userId");
        (await user.Rest.PutAsync("me/blocks/x", new { })).IsInvalid("userId");
        (await user.Rest.PutAsync("me/blocks/5", new { })).IsRefused(404, "not_found");
        (await user.Rest.DeleteAsync("me/blocks/5")).IsRefused(404, "not_found");
        (await user.Rest.PutAsync($"me/blocks/{gone.Id}", new { })).IsRefused(404, "not_found");
        Assert.Equal(204, (await user.Rest.DeleteAsync($"me/blocks/{gone.Id}")).Status);
        (await server.Anonymous.PutAsync($"me/blocks/{user.Id}", new { })).IsRefused(401, "unauthenticated");
    }

    [Fact]
    public async Task A_thousand_blocks_are_the_most()
    {
        var (user, one, more) = (
            await server.RegisterAsync(),
            await server.RegisterAsync(),
            await server.RegisterAsync()
        );
        await using var command = server.Database.CreateCommand(
            "INSERT INTO blocks (user_id, blocked_id, created_at) SELECT $1, id, now() FROM generate_series(1, 999) id"
        );
        command.Parameters.AddWithValue(Id(user).Value);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{one.Id}", new { })).Status);
        (await user.Rest.PutAsync($"me/blocks/{more.Id}", new { })).IsRefused(409, "conflict");
        Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{one.Id}", new { })).Status);
        await user.Rest.DeleteAsync($"me/blocks/{one.Id}");
        Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{more.Id}", new { })).Status);
    }

    [Fact]
    public async Task A_block_hides_both_from_each_other_on_connections_old_and_new()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await using var userBefore = await ConnectAsync(user);
        await using var otherBefore = await ConnectAsync(other);

        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        await using var userAfter = await ConnectAsync(user);
        await using var otherAfter = await ConnectAsync(other);

        await HiddenFromAsync(user, [other]);
        await HiddenFromAsync(other, [user]);
        await user.Rest.DeleteAsync($"me/blocks/{other.Id}");
        await HiddenFromAsync(user, []);
        await HiddenFromAsync(other, []);
    }

    [Fact]
    public async Task A_block_that_the_other_made_too_outlives_ones_own()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await using var client = await ConnectAsync(user);

        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        await other.Rest.PutAsync($"me/blocks/{user.Id}", new { });
        await user.Rest.DeleteAsync($"me/blocks/{other.Id}");

        await HiddenFromAsync(user, [other]);
        await other.Rest.DeleteAsync($"me/blocks/{user.Id}");
        await HiddenFromAsync(user, []);
    }

    [Fact]
    public async Task A_block_closes_the_direct_planet_of_the_two_until_it_ends()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var planet = (await user.Rest.PostAsync("planets/direct", new { userId = other.Id }))["id"].GetString();
        Assert.Equal(201, (await SendAsync(other)).Status);

        await user.Rest.PutAsync($"me/blocks/{other.Id}", new { });
        (await SendAsync(other)).IsRefused(403, "forbidden");
        (await SendAsync(user)).IsRefused(403, "forbidden");

        await user.Rest.DeleteAsync($"me/blocks/{other.Id}");
        Assert.Equal(201, (await SendAsync(other)).Status);

        Task<RestAnswer> SendAsync(RestUser sender) =>
            sender.Rest.PostAsync(
                $"planets/{planet}/messages",
                new { clientMessageId = Guid.NewGuid().ToString("N"), text = "hello" }
            );
    }

    [Fact]
    public async Task A_block_that_nobody_was_told_of_is_told_by_the_sweep()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        var planet = (await user.Rest.PostAsync("planets/direct", new { userId = other.Id }))["id"].GetString();
        Assert.Equal(201, (await SendAsync()).Status);
        await using var socket = await ConnectAsync(other);
        await HiddenFromAsync(other, []);

        // What a process that died right after the commit of the block has left.
        await ExecuteAsync($"INSERT INTO blocks VALUES ({user.Id}, {other.Id}, now())");
        await ExecuteAsync(
            $"INSERT INTO jobs (id, kind, user_id, other_id, created_at) VALUES ({user.Id}, 6, {user.Id}, {other.Id}, now())"
        );

        await HiddenFromAsync(other, [user]);
        await Eventually.Holds(
            async () => (await SendAsync()).Status == 403,
            "the direct planet knows of the block",
            TestContext.Current.CancellationToken
        );

        Task<RestAnswer> SendAsync() =>
            other.Rest.PostAsync(
                $"planets/{planet}/messages",
                new { clientMessageId = Guid.NewGuid().ToString("N"), text = "hello" }
            );
    }

    [Fact]
    public async Task A_block_and_its_end_are_written_with_their_jobs_and_leave_none()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await ExecuteAsync(
            $"""
            CREATE TABLE noted (kind smallint, user_id bigint, other_id bigint);
            CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN INSERT INTO noted VALUES (NEW.kind, NEW.user_id, NEW.other_id); RETURN NULL; END';
            CREATE TRIGGER note AFTER INSERT ON jobs FOR EACH ROW WHEN (NEW.user_id = {user.Id}) EXECUTE FUNCTION note();
            """
        );

        for (var time = 0; time < 2; time++)
        {
            Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{other.Id}", new { })).Status);
        }
        Assert.Equal(204, (await user.Rest.DeleteAsync($"me/blocks/{other.Id}")).Status);

        var noted = $"SELECT count(*) FROM noted WHERE kind = 6 AND user_id = {user.Id} AND other_id = {other.Id}";
        Assert.Equal(2L, await server.ValueAsync(noted));
        Assert.Equal(0L, await server.ValueAsync($"SELECT count(*) FROM jobs WHERE user_id = {user.Id}"));
    }

    [Fact]
    public async Task A_direct_planet_that_is_gone_holds_up_no_block()
    {
        var (user, other) = (await server.RegisterAsync(), await server.RegisterAsync());
        await using var command = server.Database.CreateCommand(
            "INSERT INTO direct_planets (low_user_id, high_user_id, planet_id) VALUES (least($1, $2), greatest($1, $2), 5)"
        );
        command.Parameters.AddWithValue(Id(user).Value);
        command.Parameters.AddWithValue(Id(other).Value);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(204, (await user.Rest.PutAsync($"me/blocks/{other.Id}", new { })).Status);
        Assert.Equal(204, (await user.Rest.DeleteAsync($"me/blocks/{other.Id}")).Status);
    }

    private Task<object?> ExecuteAsync(string sql) => server.ValueAsync(sql);

    private Task<HubClient> ConnectAsync(RestUser user) =>
        HubClient.ConnectAsync(server.Server.Address, user.AccessToken);

    private Task HiddenFromAsync(RestUser user, RestUser[] hidden) =>
        Eventually.Holds(
            () =>
                server.Server.Services.GetRequiredService<UserTable>().Connections(Id(user)) is { Length: > 0 } all
                && all.All(connection => connection.Hidden.SetEquals(hidden.Select(Id))),
            "the connections know who is hidden",
            TestContext.Current.CancellationToken
        );

    private static Snowflake Id(RestUser user) => new(long.Parse(user.Id, null));
}
