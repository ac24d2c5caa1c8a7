using System.Collections.Immutable;
using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Presence;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Connecto.Web.Tests.Chat;

/// <summary>Who hears that somebody came or went, over real sockets. Who goes is told of at once here, without a grace.</summary>
public sealed class PresenceTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly ChatServer _server = new(postgres)
    {
        Settings = { ["Presence:Grace"] = "00:00:00", ["Presence:GatherFor"] = "00:00:00.050" },
    };

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Who_shares_a_small_planet_hears_who_comes_and_goes_and_when_he_went()
    {
        var (ann, ben, carl) = (await UserAsync(), await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, ben);
        await using var first = await ann.ConnectAsync();
        await using var stranger = await carl.ConnectAsync();

        var second = await ben.ConnectAsync();
        var came = await PresenceAsync(first, ben);
        var start = await PresenceAsync(second, ann);
        await second.DisposeAsync();
        var went = await PresenceAsync(first, ben, online: false);

        Assert.Equal($$"""{"userId":"{{ben.Id}}","online":true}""", came.GetRawText());
        Assert.Equal($$"""{"userId":"{{ann.Id}}","online":true}""", start.GetRawText());
        var wentAt = went.GetProperty("lastSeenAt").GetDateTimeOffset();
        Assert.True(
            wentAt <= TimeProvider.System.GetUtcNow() && wentAt > TimeProvider.System.GetUtcNow().AddMinutes(-5)
        );
        await Eventually.Holds(
            async () =>
                await LastSeenAsync(ben) is { } seenAt && (seenAt - wentAt).Duration() < TimeSpan.FromMilliseconds(1),
            "the time when he went is stored",
            TestContext.Current.CancellationToken
        );
        await SettledAsync(stranger);
        Assert.Empty(stranger.Of("presence"));
    }

    [Fact]
    public async Task A_direct_planet_is_enough_and_one_that_was_deleted_or_left_or_has_more_than_100_members_is_not()
    {
        var (ben, direct) = (await UserAsync(), await UserAsync());
        var (inBig, inDeleted, left) = (await UserAsync(), await UserAsync(), await UserAsync());
        var planets = _server.Services.GetRequiredService<PlanetStore>();
        var now = TimeProvider.System.GetUtcNow();
        await planets.CreateAsync(PlanetKind.Direct, null, "direct", ben.Id, [direct.Id], now);
        Snowflake[] crowd = [inBig.Id, .. Enumerable.Range(1, 99).Select(i => new Snowflake(i))];
        await _server.ExecuteAsync(
            "INSERT INTO users (id, display_name, created_at) SELECT id, 'user', now() FROM generate_series(1, 99) AS id"
        );
        await planets.CreateAsync(PlanetKind.Group, null, "big", ben.Id, crowd, now);
        await _server.Planet(await _server.PlanetAsync(ben, inDeleted)).Delete(ben.Id);
        await _server.Planet(await _server.PlanetAsync(ben, left)).Leave(left.Id);
        await using var heard = await direct.ConnectAsync();
        HubClient[] others = [await inBig.ConnectAsync(), await inDeleted.ConnectAsync(), await left.ConnectAsync()];

        await using var client = await ben.ConnectAsync();

        await PresenceAsync(heard, ben);
        await PresenceAsync(client, direct);
        foreach (var other in others)
        {
            await SettledAsync(other);
            Assert.Empty(other.Of("presence"));
            await other.DisposeAsync();
        }
        Assert.Single(Assert.Single(client.Of("presence")).EnumerateArray());
    }

    [Fact]
    public async Task Across_a_block_neither_hears_of_the_other()
    {
        var (ben, friend) = (await UserAsync(), await UserAsync());
        var (blocker, blocked) = (await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ben, friend, blocker, blocked);
        await BlockAsync(blocker, ben);
        await BlockAsync(ben, blocked);
        await using var heard = await friend.ConnectAsync();
        await using var one = await blocker.ConnectAsync();
        await using var two = await blocked.ConnectAsync();
        await PresenceAsync(heard, blocker);
        await PresenceAsync(heard, blocked);

        await using var client = await ben.ConnectAsync();

        await PresenceAsync(heard, ben);
        await PresenceAsync(client, friend);
        await SettledAsync(one);
        await SettledAsync(two);
        Assert.Empty(Of(one, ben));
        Assert.Empty(Of(two, ben));
        Assert.Single(Assert.Single(client.Of("presence")).EnumerateArray());
    }

    [Fact]
    public async Task Who_shows_himself_to_nobody_is_told_of_to_nobody_until_he_changes_that()
    {
        var (ann, hidden) = (await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, hidden);
        await ShowAsync(hidden, "nobody");
        await using var client = await ann.ConnectAsync();
        var own = await hidden.ConnectAsync();
        // His own start is told in the round in which the others would hear of him.
        await PresenceAsync(own, ann);
        await SettledAsync(client);
        Assert.Empty(Of(client, hidden));

        await ShowAsync(hidden, "everybody");
        await PresenceAsync(client, hidden);
        await ShowAsync(hidden, "nobody");
        var gone = await PresenceAsync(client, hidden, online: false);
        await own.DisposeAsync();
        var friend = await UserAsync();
        await _server.PlanetAsync(ann, friend);
        await using var marker = await friend.ConnectAsync();
        await PresenceAsync(client, friend);

        Assert.False(gone.TryGetProperty("lastSeenAt", out _));
        Assert.Equal([true, false], Of(client, hidden));
        Assert.DoesNotContain(hidden.Id.ToString(), Users(marker));
    }

    [Fact]
    public async Task Several_connections_of_one_user_count_once()
    {
        var (ann, ben) = (await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, ben);
        await using var client = await ann.ConnectAsync();
        HubClient[] devices = [await ben.ConnectAsync(), await ben.ConnectAsync(), await ben.ConnectAsync()];
        foreach (var device in devices)
        {
            // Each hears once who is online.
            await PresenceAsync(device, ann);
        }

        await devices[0].DisposeAsync();
        await devices[1].DisposeAsync();
        await SettledAsync(devices[2]);
        await PresenceAsync(client, ben);
        Assert.Equal([true], Of(client, ben));
        Assert.Single(devices[2].Of("presence"));
        await devices[2].DisposeAsync();

        await PresenceAsync(client, ben, online: false);
        Assert.Equal([true, false], Of(client, ben));
    }

    [Fact]
    public async Task Who_reconnects_within_the_grace_is_told_of_to_nobody()
    {
        await using var patient = new ChatServer(postgres) { Settings = { ["Presence:Grace"] = "01:00:00" } };
        await patient.InitializeAsync();
        var (ann, ben) = (await patient.UserAsync(), await patient.UserAsync());
        await patient.PlanetAsync(ann, ben);
        await using var client = await ann.ConnectAsync();
        var before = await ben.ConnectAsync();
        await PresenceAsync(client, ben);

        await before.DisposeAsync();
        await using var after = await ben.ConnectAsync();
        await PresenceAsync(after, ann);
        await ShowAsync(ben, "nobody");
        await PresenceAsync(client, ben, online: false);

        Assert.Equal([true, false], Of(client, ben));
    }

    [Fact]
    public async Task Who_connects_hears_who_is_online_and_then_when_the_others_were_last()
    {
        var (ann, online) = (await UserAsync(), await UserAsync());
        var (recent, older, never) = (await UserAsync(), await UserAsync(), await UserAsync());
        var (hidden, blocked, stranger) = (await UserAsync(), await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, older, recent, online, never, hidden, blocked);
        await ShowAsync(hidden, "nobody");
        await BlockAsync(blocked, ann);
        await _server.ExecuteAsync(
            "UPDATE users SET last_seen_at = '2026-05-01T00:00:00Z' WHERE id = ANY ($1)",
            new[] { older.Id.Value, hidden.Id.Value, blocked.Id.Value, stranger.Id.Value }
        );
        await _server.ExecuteAsync(
            "UPDATE users SET last_seen_at = '2026-05-02T00:00:00.123Z' WHERE id = $1",
            recent.Id.Value
        );
        await using var there = await online.ConnectAsync();
        await there.UntilAsync(() => Users(there).Contains(recent.Id.ToString()));

        await using var client = await ann.ConnectAsync();
        await PresenceAsync(client, recent, online: false);

        var start = Assert.Single(client.Of("presence"));
        Assert.Equal(
            $$"""
            [{"userId":"{{online.Id}}","online":true},
            {"userId":"{{recent.Id}}","online":false,"lastSeenAt":"2026-05-02T00:00:00.123Z"},
            {"userId":"{{older.Id}}","online":false,"lastSeenAt":"2026-05-01T00:00:00.000Z"}]
            """.ReplaceLineEndings(""),
            start.GetRawText()
        );
    }

    [Fact]
    public async Task A_block_makes_each_offline_for_the_other_and_its_end_shows_what_is_true()
    {
        var (ann, ben, carl) = (await UserAsync(), await UserAsync(), await UserAsync());
        var stranger = await UserAsync();
        await _server.PlanetAsync(ann, ben, carl);
        await using var first = await ann.ConnectAsync();
        await using var second = await ben.ConnectAsync();
        await using var third = await carl.ConnectAsync();
        await using var fourth = await stranger.ConnectAsync();
        await PresenceAsync(first, ben);
        await PresenceAsync(second, ann);
        await PresenceAsync(third, ann);
        await PresenceAsync(third, ben);
        using var http = new HttpClient { BaseAddress = new Uri(_server.Address, "/api/v1/") };
        var rest = new RestClient(http, ann.Token);

        Assert.Equal(204, (await rest.PutAsync($"me/blocks/{ben.Id}", new { })).Status);
        Assert.Equal(204, (await rest.PutAsync($"me/blocks/{stranger.Id}", new { })).Status);
        var gone = await PresenceAsync(first, ben, online: false);
        await PresenceAsync(second, ann, online: false);
        Assert.False(gone.TryGetProperty("lastSeenAt", out _));
        Assert.Equal(204, (await rest.DeleteAsync($"me/blocks/{ben.Id}")).Status);
        await first.UntilAsync(() => Of(first, ben).LastOrDefault());
        await second.UntilAsync(() => Of(second, ann).LastOrDefault());

        await SettledAsync(third);
        await SettledAsync(fourth);
        Assert.DoesNotContain(false, Of(third, ann));
        Assert.DoesNotContain(false, Of(third, ben));
        Assert.Empty(fourth.Of("presence"));
    }

    [Fact]
    public async Task Whoever_saw_somebody_who_deletes_his_account_hears_that_he_is_gone()
    {
        var (ann, ben) = (await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, ben);
        await using var client = await ann.ConnectAsync();
        await using var own = await ben.ConnectAsync();
        await PresenceAsync(client, ben);
        using var http = new HttpClient { BaseAddress = new Uri(_server.Address, "/api/v1/") };

        Assert.Equal(204, (await new RestClient(http, ben.Token).DeleteAsync("me")).Status);

        var gone = await PresenceAsync(client, ben, online: false);
        Assert.False(gone.TryGetProperty("lastSeenAt", out _));
    }

    [Fact]
    public async Task A_node_that_leaves_takes_its_users_with_it_and_one_that_comes_back_brings_them()
    {
        var (ann, ben) = (await UserAsync(), await UserAsync());
        await _server.PlanetAsync(ann, ben);
        await using var client = await ann.ConnectAsync();
        var shard = _server.Grains.PresenceOf(ben.Id);
        var other = new SilentNode();
        var reference = _server.Grains.CreateObjectReference<IPresenceObserver>(other);

        Assert.False(await shard.Changed("other", reference, [ben.Id], []));
        await PresenceAsync(client, ben);
        await shard.Leave("other");
        await PresenceAsync(client, ben, online: false);
        Assert.False(await shard.Changed("other", reference, [ben.Id], []));
        await client.UntilAsync(() => Of(client, ben).Count == 3);

        Assert.Equal([true, false, true], Of(client, ben));
        GC.KeepAlive(other);
    }

    private Task<TestUser> UserAsync() => _server.UserAsync();

    private static async Task ShowAsync(TestUser user, string presence)
    {
        await user.Server.ExecuteAsync(
            "UPDATE users SET settings = jsonb_build_object('presence', $2::text) WHERE id = $1",
            user.Id.Value,
            presence
        );
        await user.Server.Grains.PresenceOf(user.Id).SettingsChanged(user.Id);
    }

    private Task BlockAsync(TestUser user, TestUser other) =>
        _server.ExecuteAsync(
            "INSERT INTO blocks (user_id, blocked_id, created_at) VALUES ($1, $2, now())",
            user.Id.Value,
            other.Id.Value
        );

    private async Task<DateTimeOffset?> LastSeenAsync(TestUser user)
    {
        await using var command = _server
            .Services.GetRequiredService<Databases>()
            .Primary.CreateCommand("SELECT last_seen_at FROM users WHERE id = $1");
        command.Parameters.Add(new NpgsqlParameter { Value = user.Id.Value });
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken) is DateTime at ? at : null;
    }

    // A call there and back: what was on its way to the connection before it has come.
    private static Task<JsonElement> SettledAsync(HubClient client) =>
        client.InvokeAsync("Unsubscribe", (object)Array.Empty<string>());

    private static async Task<JsonElement> PresenceAsync(HubClient client, TestUser user, bool online = true)
    {
        JsonElement? found = null;
        await client.UntilAsync(() =>
        {
            found = Changes(client, user)
                .Cast<JsonElement?>()
                .LastOrDefault(change => change!.Value.GetProperty("online").GetBoolean() == online);
            return found is not null;
        });
        return found!.Value;
    }

    // What a client is told at its start and what another shard tells may cross: a state that is told again is no change.
    private static List<bool> Of(HubClient client, TestUser user)
    {
        var states = new List<bool>();
        foreach (var online in Changes(client, user).Select(change => change.GetProperty("online").GetBoolean()))
        {
            if (states is [] || states[^1] != online)
            {
                states.Add(online);
            }
        }
        return states;
    }

    private static IEnumerable<JsonElement> Changes(HubClient client, TestUser user) =>
        client
            .Of("presence")
            .SelectMany(changes => changes.EnumerateArray())
            .Where(change => change.GetProperty("userId").GetString() == user.Id.ToString());

    private static IEnumerable<string?> Users(HubClient client) =>
        client
            .Of("presence")
            .SelectMany(changes => changes.EnumerateArray())
            .Select(change => change.GetProperty("userId").GetString());

    private sealed class SilentNode : IPresenceObserver
    {
        public Task Tell(ImmutableArray<PresenceNews> news, ImmutableArray<PresenceStart> starts) => Task.CompletedTask;
    }
}
