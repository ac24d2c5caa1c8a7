using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Ids;
using Connecto.Tests.Support;
using Connecto.Web.Chat;
using Connecto.Web.SignalR;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Connecto.Web.Tests.Chat;

/// <summary>Clients that say that they are there and take nothing of what is written to them.</summary>
[Trait("Runtime", "Either")]
public sealed class StallTests(PostgresFixture postgres)
{
    private const string Ping = """{"type":6}""";

    [Fact]
    public async Task One_that_takes_nothing_for_long_is_cut_off_and_the_others_hear_everything_in_order()
    {
        await using var server = await ServerAsync(stallAfter: "00:00:03");
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        var readers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => quick.ConnectAsync()));
        await Task.WhenAll(readers.Select(reader => reader.SubscribeAsync(planet)));
        await using var sleeper = await StalledAsync(slow, planet, quick);

        while (!slow.Connections.IsEmpty)
        {
            await TrySendAsync(sleeper, Ping);
            await quick.SendAsync(planet, "goes on");
        }
        var last = await quick.SendAsync(planet, "last");
        sleeper.StartReading();

        Assert.True((await sleeper.Ended).IsCut);
        foreach (var reader in readers)
        {
            var heard = await reader.EventsAsync(planet, (int)last.Rev - 1);
            Assert.Equal(Enumerable.Range(2, heard.Count).Select(rev => (long)rev), heard.Select(Rev));
            await reader.DisposeAsync();
        }
        var revs = sleeper.EventsOf(planet).Select(Rev).ToList();
        Assert.Equal(Enumerable.Range(2, revs.Count).Select(rev => (long)rev), revs);
        Assert.InRange(revs.Count, 1, last.Rev - 2);
        await using var back = await slow.ConnectAsync();
        Assert.Equal(last.Rev, (await back.SubscribeAsync(planet, last.Rev - 1)).GetProperty("headRev").GetInt64());
    }

    [Fact]
    public async Task Typing_and_receipts_are_left_out_for_it_and_once_it_reads_again_it_gets_counts_and_every_event()
    {
        await using var server = await ServerAsync();
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        await using var reader = await slow.ConnectAsync();
        await reader.SubscribeAsync(planet);
        await using var writer = await quick.ConnectAsync();
        await using var sleeper = await StalledAsync(slow, planet, quick);
        var first = await quick.SendAsync(planet, "one to be read");

        await writer.TypingAsync(planet);
        await reader.NextAsync("typing");
        await reader.InvokeAsync("MarkRead", (object)new[] { new { planetId = planet, seq = first.Seq } });
        await reader.NextAsync("receipts", receipts => receipts.GetProperty("moves")[0][2].GetInt64() == first.Seq);
        Assert.True(IsHeldUp(slow));
        var last = await quick.SendAsync(planet, "last");
        sleeper.StartReading();
        var counts = await sleeper.NextAsync("counts", counts => Counts(counts, first.Seq) == (1, 0));
        await sleeper.EventsAsync(planet, (int)last.Rev - 1);

        Assert.Empty(sleeper.Of("typing"));
        Assert.Empty(sleeper.Of("receipts"));
        Assert.Equal(
            Enumerable.Range(2, (int)last.Rev - 1).Select(rev => (long)rev),
            sleeper.EventsOf(planet).Select(Rev)
        );
        // And it goes on as before.
        await reader.InvokeAsync("MarkRead", (object)new[] { new { planetId = planet, seq = last.Seq } });
        await sleeper.UntilAsync(() =>
            sleeper.Of("receipts").Any(receipts => receipts.GetProperty("moves")[0][2].GetInt64() == last.Seq)
            || sleeper.Of("counts").Any(again => Counts(again, last.Seq) == (1, 0))
        );
    }

    [Fact]
    public async Task Of_others_presence_it_hears_the_newest_once_it_reads_again()
    {
        await using var server = await ServerAsync();
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var (other, planet) = (await server.UserAsync(), await server.PlanetAsync(quick, slow));
        await server.PlanetAsync(slow, other);
        await using var reader = await slow.ConnectAsync();
        await using var sleeper = await StalledAsync(slow, planet, quick);

        for (var times = 1; times <= 3; times++)
        {
            await using (await other.ConnectAsync())
            {
                await reader.UntilAsync(() => Heard(reader, other).Count(online => online) == times);
            }
            await reader.UntilAsync(() => Heard(reader, other).Count(online => !online) == times);
        }
        Assert.True(IsHeldUp(slow));
        sleeper.StartReading();

        await sleeper.UntilAsync(() => Heard(sleeper, other).Any());
        Assert.Equal([false], Heard(sleeper, other));
    }

    [Fact]
    public async Task One_whose_session_ends_is_let_go_of_whether_it_reads_or_not()
    {
        await using var server = await ServerAsync();
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        await using var sleeper = await StalledAsync(slow, planet, quick);

        slow.Connections[0].End();

        await Eventually.Holds(() => slow.Connections.IsEmpty, "it is gone", TestContext.Current.CancellationToken);
        sleeper.StartReading();
        await sleeper.Ended;
        // What was begun is not followed by anything else.
        var revs = sleeper.EventsOf(planet).Select(Rev).ToList();
        Assert.Equal(Enumerable.Range(2, revs.Count).Select(rev => (long)rev), revs);
    }

    [Fact]
    public async Task Those_that_take_nothing_do_not_hold_up_the_end_of_the_host()
    {
        await using var server = await ServerAsync(configure: ChatServer.WaitsForItsConnections);
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        await using var sleeper = await StalledAsync(slow, planet, quick);
        await using var second = await StalledAsync(slow, planet, quick);

        await server.StopAsync().WaitAsync(HubClient.Patience, TestContext.Current.CancellationToken);

        sleeper.StartReading();
        Assert.True((await sleeper.Ended).ComesBack);
    }

    [Fact]
    public async Task Its_calls_beyond_the_bound_wait_unread_and_it_is_not_taken_for_silent_meanwhile()
    {
        const int bound = 8;
        const int calls = 60;
        await using var server = await ServerAsync(
            settings: [new("Chat:ParallelCalls", $"{bound}"), new("Chat:SilentFor", "00:00:02")]
        );
        var (slow, quick) = (await server.UserAsync(), await server.UserAsync());
        var planet = await server.PlanetAsync(quick, slow);
        var text = new string('한', 4_000);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => quick.SendAsync(planet, text)));
        await using var sleeper = await slow.ConnectAsync(reads: false, options: HubClientOptions.Narrow);

        // An answer of Subscribe waits for the one before it to be written, and with them the calls.
        for (var call = 1; call <= calls; call++)
        {
            await sleeper.SendTextAsync(Subscribe($"{call}", planet));
        }
        await Eventually.Holds(
            () => slow.Connections is [var connection] && connection.CallsUnderWay == bound && connection.IsHeldUp,
            "as many calls are under way as may be",
            TestContext.Current.CancellationToken
        );
        var connection = slow.Connections[0];
        // Long enough for a client that says nothing to be closed.
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        Assert.Equal(bound, connection.CallsUnderWay);
        sleeper.StartReading();
        await sleeper.UntilAsync(() => sleeper.Records.Count(record => record.InvocationId is not null) == calls);

        Assert.Equal(
            Enumerable.Range(1, calls).Select(call => $"{call}"),
            sleeper.Records.Select(record => record.InvocationId).OfType<string>()
        );
        await Eventually.Holds(
            () => connection.CallsUnderWay == 0,
            "nothing is under way any more",
            TestContext.Current.CancellationToken
        );
    }

    private async Task<ChatServer> ServerAsync(
        string stallAfter = "00:05:00",
        KeyValuePair<string, string?>[]? settings = null,
        Action<IServiceCollection>? configure = null
    )
    {
        var server = new ChatServer(postgres)
        {
            Settings =
            {
                ["Chat:StallAfter"] = stallAfter,
                ["Chat:SilentFor"] = "00:05:00",
                ["Chat:OutboxBytes"] = "1000000000",
                ["Chat:OutboxMessages"] = "1000000",
                ["Presence:Grace"] = "00:00:00",
                ["Presence:GatherFor"] = "00:00:00.050",
            },
            Configure = configure ?? (_ => { }),
        };
        foreach (var (name, value) in settings ?? [])
        {
            server.Settings[name] = value;
        }
        await server.InitializeAsync();
        return server;
    }

    /// <summary>A client that subscribes and does not read, written to until its socket takes no more.</summary>
    private static async Task<HubClient> StalledAsync(TestUser user, Snowflake planet, TestUser writer)
    {
        var before = user.Connections;
        var client = await user.ConnectAsync(reads: false, options: HubClientOptions.Narrow);
        await client.SendTextAsync(Subscribe("1", planet));
        ChatConnection? connection = null;
        await Eventually.Holds(
            () =>
            {
                // One that came before and is not known yet has no subscription.
                connection = user
                    .Connections.Except(before)
                    .SingleOrDefault(one => one.Subscriptions is [{ IsLive: true }]);
                return connection is not null;
            },
            "it subscribes",
            TestContext.Current.CancellationToken
        );
        var text = new string('x', 4_000);
        // A socket may take more after a while, as its buffers grow.
        for (var heldUp = 0; heldUp < 3; heldUp = connection!.IsHeldUp ? heldUp + 1 : 0)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => writer.SendAsync(planet, text)));
        }
        return client;
    }

    private static async Task TrySendAsync(HubClient client, string record)
    {
        try
        {
            await client.SendTextAsync(record);
        }
        catch (Exception failure)
            when (failure is System.Net.WebSockets.WebSocketException or InvalidOperationException)
        {
            // It was cut off.
        }
    }

    private static bool IsHeldUp(TestUser user) => user.Connections.Any(connection => connection.IsHeldUp);

    private static (long Read, long Unread)? Counts(JsonElement counts, long seq)
    {
        foreach (var row in counts.GetProperty("counts").EnumerateArray())
        {
            if (row[0].GetInt64() == seq)
            {
                return (row[1].GetInt64(), row[2].GetInt64());
            }
        }
        return null;
    }

    private static IEnumerable<bool> Heard(HubClient client, TestUser of) =>
        client
            .Of("presence")
            .SelectMany(presence => presence.EnumerateArray())
            .Where(change => change.GetProperty("userId").GetString() == of.Id.ToString())
            .Select(change => change.GetProperty("online").GetBoolean());

    private static string Subscribe(string id, Snowflake planet) =>
        $$"""{"type":1,"invocationId":"{{id}}","target":"Subscribe","arguments":[[{"planetId":"{{planet}}"}]]}""";

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}
