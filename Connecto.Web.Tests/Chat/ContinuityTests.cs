using System.Text.Json;
using Connecto.Bench.Processes;
using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Web.Api;
using Connecto.Web.Tests.Processes;
using Connecto.Web.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace Connecto.Web.Tests.Chat;

/// <summary>What clients see when frames are lost or planets move: every event once, in order, or an honest word.</summary>
public sealed class ContinuityTests(PostgresFixture postgres)
{
    [Fact]
    public async Task A_lost_frame_is_fetched_when_the_next_one_shows_the_gap()
    {
        var (server, line) = await LossyObserver.StartServerAsync(postgres);
        await using var _ = server;
        var (user, planet, client) = await StageAsync(server);
        await user.SendAsync(planet, "heard");
        await client.EventsAsync(planet, 1);

        line.TakeDown();
        await user.SendAsync(planet, "lost");
        await user.SendAsync(planet, "lost too");
        await line.BringUpAfterAsync(lostRev: 4);
        await user.SendAsync(planet, "heard again");

        await client.EventsAsync(planet, 4);
        Assert.Equal([2, 3, 4, 5], client.EventsOf(planet).Select(Rev));
        Assert.Empty(client.Of("resubscribe"));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_lost_frame_is_fetched_when_the_lease_shows_another_head()
    {
        var (server, line) = await LossyObserver.StartServerAsync(postgres);
        await using var _ = server;
        var (user, planet, client) = await StageAsync(server);

        line.TakeDown();
        await user.SendAsync(planet, "lost");
        await line.BringUpAfterAsync(lostRev: 2);

        await client.EventsAsync(planet, 1);
        Assert.Equal([2], client.EventsOf(planet).Select(Rev));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task After_more_losses_than_can_be_told_the_client_is_asked_to_subscribe_again()
    {
        var (server, line) = await LossyObserver.StartServerAsync(postgres);
        await using var _ = server;
        var (user, planet, client) = await StageAsync(server);

        line.TakeDown();
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => user.SendAsync(planet, $"{i}")));
        await line.BringUpAfterAsync(lostRev: 601);
        await user.SendAsync(planet, "heard again");

        var planets = await client.NextAsync("resubscribe");
        Assert.Equal(planet.ToString(), Assert.Single(planets.EnumerateArray()).GetString());
        // A renewal amid the losses may have found the first of them, while they could still be told.
        var told = client.EventsOf(planet).Select(Rev).ToList();
        Assert.InRange(told.Count, 0, 599);
        Assert.Equal(Enumerable.Range(2, told.Count).Select(rev => (long)rev), told);
        var answer = await client.SubscribeAsync(planet, sinceRev: 1);
        Assert.Equal("snapshot", answer.GetProperty("state").GetString());
        Assert.Equal(602, answer.GetProperty("headRev").GetInt64());
        await user.SendAsync(planet, "live");
        await client.EventsAsync(planet, told.Count + 1);
        Assert.Equal(603, Rev(client.EventsOf(planet)[^1]));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_new_activation_of_a_planet_is_found_and_what_it_told_nobody_is_fetched()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var (user, planet, client) = await StageAsync(server);
        await user.SendAsync(planet, "told by the first");

        // The planet is claimed elsewhere, as by a second activation: the first one loses it with its next write.
        await server
            .Services.GetRequiredService<PlanetStore>()
            .ClaimAsync(planet, TestContext.Current.CancellationToken);
        var refusals = 0;
        while (true)
        {
            try
            {
                await user.SendAsync(planet, "told by the second");
                break;
            }
            catch (ChatException refusal) when (refusal.Code == ErrorCode.Unavailable)
            {
                refusals++;
            }
        }

        await client.EventsAsync(planet, 2);
        await user.SendAsync(planet, "and another");
        await client.EventsAsync(planet, 3);
        Assert.True(refusals > 0);
        Assert.Equal([2, 3, 4], client.EventsOf(planet).Select(Rev));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task A_planet_that_ended_is_attached_to_again_before_anybody_calls_it()
    {
        await using var server = new ChatServer(postgres);
        await server.InitializeAsync();
        var (user, planet, client) = await StageAsync(server);
        await user.SendAsync(planet, "told by the first");
        await client.EventsAsync(planet, 1);
        var active = server.Services.GetRequiredService<ActivePlanets>();
        var epoch = active.Find(planet)!.Epoch;

        await server.Services.GetRequiredService<IGrainFactory>().Planet(planet).Deactivate();

        await Eventually.Holds(
            () => active.Find(planet)?.Epoch > epoch,
            "the next activation",
            TestContext.Current.CancellationToken
        );
        await user.SendAsync(planet, "told by the second");
        await client.EventsAsync(planet, 2);
        Assert.Equal([2, 3], client.EventsOf(planet).Select(Rev));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Heads_that_moved_are_told_once()
    {
        await using var server = new ChatServer(postgres) { Settings = { ["Chat:HeadsEvery"] = "00:00:01" } };
        await server.InitializeAsync();
        var (user, planet, client) = await StageAsync(server);
        var still = await server.PlanetAsync(user);
        await client.SubscribeAsync(still);

        await user.SendAsync(planet, "one");
        var first = await client.NextAsync("heads");
        await user.SendAsync(planet, "two");
        await client.UntilAsync(() => client.Of("heads").Count == 2);

        Assert.Equal($"""[["{planet}",2]]""", first.GetRawText());
        Assert.Equal($"""[["{planet}",3]]""", client.Of("heads")[1].GetRawText());
        await client.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_does_not_overtake_what_a_former_subscription_still_has_to_tell()
    {
        await using var roomy = new ChatServer(postgres)
        {
            Settings = { ["Chat:OutboxBytes"] = "100000000", ["Chat:OutboxMessages"] = "100000" },
        };
        await roomy.InitializeAsync();
        var (slow, quick) = (await roomy.UserAsync(), await roomy.UserAsync());
        var planet = await roomy.PlanetAsync(quick, slow);
        await using var reader = await quick.ConnectAsync();
        await reader.SubscribeAsync(planet);
        await using var sleeper = await slow.ConnectAsync(reads: false);
        await sleeper.SendTextAsync(SubscribeCall("1"));

        // More than the sockets' buffers hold, so that most of it waits in the outbox.
        var text = new string('한', 4_000);
        for (var sent = 100; sent <= 2_000; sent += 100)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => quick.SendAsync(planet, text)));
            await reader.EventsAsync(planet, sent);
        }
        await sleeper.SendTextAsync(SubscribeCall("2"));
        await reader.SubscribeAsync(planet);
        sleeper.StartReading();
        await sleeper.UntilAsync(() => sleeper.Records.Any(record => record.InvocationId == "2"));
        await quick.SendAsync(planet, "live");
        await sleeper.UntilAsync(() => RevsOf(sleeper.Records).Contains(2_002));

        var records = sleeper.Records.SkipWhile(record => record.InvocationId != "1").ToList();
        var answered = records.FindIndex(record => record.InvocationId == "2");
        Assert.NotEmpty(RevsOf(records[..answered]));
        Assert.Equal([2_002], RevsOf(records[answered..]));

        string SubscribeCall(string id) =>
            $$"""{"type":1,"invocationId":"{{id}}","target":"Subscribe","arguments":[[{"planetId":"{{planet}}"}]]}""";
    }

    private static List<long> RevsOf(IEnumerable<HubRecord> records) =>
        [
            .. records
                .Where(record => record.Target == "events")
                .SelectMany(record => record.Argument.GetProperty("events").EnumerateArray())
                .Select(Rev),
        ];

    private static async Task<(TestUser, Snowflake, HubClient)> StageAsync(ChatServer server)
    {
        var user = await server.UserAsync();
        var planet = await server.PlanetAsync(user);
        var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);
        return (user, planet, client);
    }

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();
}
