using System.Text.Json;
using Connecto.Ids;
using Connecto.Web.Tests.Support;

namespace Connecto.Web.Tests.Chat;

public sealed class SubscribeTests(ChatServer server) : IClassFixture<ChatServer>
{
    [Fact]
    public async Task A_first_subscription_gives_a_snapshot_and_live_events_follow_it()
    {
        var (user, planet) = await StageAsync();
        await user.SendAsync(planet, "before");
        await using var client = await user.ConnectAsync();

        var answer = await client.SubscribeAsync(planet);
        await user.SendAsync(planet, "after");

        Assert.Equal("snapshot", State(answer));
        Assert.Equal(2, answer.GetProperty("headRev").GetInt64());
        Assert.Equal(1, answer.GetProperty("headSeq").GetInt64());
        var snapshot = answer.GetProperty("snapshot");
        Assert.Equal("before", snapshot.GetProperty("messages")[0].GetProperty("text").GetString());
        Assert.Equal("owner", snapshot.GetProperty("me").GetProperty("role").GetString());
        Assert.Equal(planet.ToString(), snapshot.GetProperty("planet").GetProperty("id").GetString());
        var frame = await client.NextAsync("events");
        Assert.Equal(2, frame.GetProperty("fromRev").GetInt64());
        Assert.Equal("after", frame.GetProperty("events")[0].GetProperty("message").GetProperty("text").GetString());
    }

    [Fact]
    public async Task Resuming_gives_every_event_after_the_given_rev_in_order()
    {
        var (user, planet) = await StageAsync();
        for (var i = 1; i <= 5; i++)
        {
            await user.SendAsync(planet, $"message {i}");
        }
        await server.Planet(planet).Edit(user.Id, 2, "edited");
        await using var client = await user.ConnectAsync();

        var answer = await client.SubscribeAsync(planet, sinceRev: 3);

        Assert.Equal("recovered", State(answer));
        Assert.Equal(7, answer.GetProperty("headRev").GetInt64());
        var events = answer.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal([4, 5, 6, 7], events.Select(Rev));
        Assert.Equal(["message", "message", "message", "edited"], events.Select(Kind));
        Assert.Equal(5, answer.GetProperty("counts").GetArrayLength());
    }

    [Fact]
    public async Task Resuming_at_the_head_gives_nothing_and_goes_on()
    {
        var (user, planet) = await StageAsync();
        await user.SendAsync(planet, "first");
        await using var client = await user.ConnectAsync();

        var answer = await client.SubscribeAsync(planet, sinceRev: 2);
        await user.SendAsync(planet, "second");

        Assert.Equal("recovered", State(answer));
        Assert.Empty(answer.GetProperty("events").EnumerateArray());
        Assert.Equal(2, (await client.NextAsync("events")).GetProperty("fromRev").GetInt64());
    }

    [Fact]
    public async Task A_rev_above_the_head_or_more_than_500_events_ago_gives_a_snapshot()
    {
        var (user, planet) = await StageAsync();
        await Task.WhenAll(Enumerable.Range(0, 520).Select(i => user.SendAsync(planet, $"{i}")));
        await using var client = await user.ConnectAsync();

        var ahead = await client.SubscribeAsync(planet, sinceRev: 10_000);
        var longAgo = await client.SubscribeAsync(planet, sinceRev: 1);

        Assert.Equal("snapshot", State(ahead));
        Assert.Equal("snapshot", State(longAgo));
        Assert.Equal(
            Enumerable.Range(471, 50).Select(seq => (long)seq),
            longAgo.GetProperty("snapshot").GetProperty("messages").EnumerateArray().Select(Seq)
        );
    }

    [Fact]
    public async Task A_planet_that_does_not_exist_or_is_another_s_is_denied_and_the_rest_of_the_call_is_answered()
    {
        var (user, planet) = await StageAsync();
        var other = await server.PlanetAsync(await server.UserAsync());
        var none = new Snowflake(12345);
        await using var client = await user.ConnectAsync();

        var answers = await client.InvokeAsync(
            "Subscribe",
            (object)new[] { new { planetId = none }, new { planetId = other }, new { planetId = planet } }
        );

        Assert.Equal(["denied", "denied", "snapshot"], answers.EnumerateArray().Select(State));
        Assert.Equal("not_found", answers[0].GetProperty("code").GetString());
        Assert.Equal("not_found", answers[1].GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_answer_over_a_mebibyte_leaves_the_rest_for_later_and_later_is_answered()
    {
        var user = await server.UserAsync();
        var text = new string('x', 4_000);
        var planets = new List<Snowflake>();
        for (var i = 0; i < 8; i++)
        {
            var planet = await server.PlanetAsync(user);
            planets.Add(planet);
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => user.SendAsync(planet, text)));
        }
        await using var client = await user.ConnectAsync();

        var open = new HashSet<string>();
        var calls = 0;
        while (open.Count < planets.Count)
        {
            calls++;
            var missing = planets.Where(planet => !open.Contains(planet.ToString()));
            var answers = await client.InvokeAsync(
                "Subscribe",
                (object)missing.Select(planetId => new { planetId }).ToArray()
            );
            Assert.True(answers.GetRawText().Length <= 1024 * 1024 + 8 * 100);
            var taken = answers.EnumerateArray().Where(answer => State(answer) == "snapshot").ToList();
            Assert.All(
                answers.EnumerateArray(),
                answer => Assert.Contains(State(answer), new[] { "snapshot", "later" })
            );
            Assert.NotEmpty(taken);
            open.UnionWith(taken.Select(answer => answer.GetProperty("planetId").GetString()!));
        }
        foreach (var planet in planets)
        {
            await user.SendAsync(planet, "live");
            await client.NextAsync("events", frame => frame.GetProperty("planetId").GetString() == planet.ToString());
        }
        Assert.Equal(2, calls);
    }

    [Fact]
    public async Task The_last_subscription_of_a_connection_to_a_planet_wins()
    {
        var (user, planet) = await StageAsync();
        await using var client = await user.ConnectAsync();

        await client.SubscribeAsync(planet);
        await client.SubscribeAsync(planet);
        for (var i = 0; i < 3; i++)
        {
            await user.SendAsync(planet, $"{i}");
        }

        await client.EventsAsync(planet, 3);
        await client.InvokeAsync("Unsubscribe", (object)new[] { planet });
        Assert.Equal([2, 3, 4], client.EventsOf(planet).Select(Rev));
    }

    [Fact]
    public async Task After_unsubscribing_nothing_more_comes()
    {
        var (user, planet) = await StageAsync();
        var other = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();
        await client.SubscribeAsync(planet);
        await client.SubscribeAsync(other);

        await client.InvokeAsync("Unsubscribe", (object)new[] { planet });
        await user.SendAsync(planet, "unheard");
        await user.SendAsync(other, "heard");

        await client.EventsAsync(other, 1);
        Assert.Empty(client.EventsOf(planet));
    }

    [Fact]
    public async Task Subscribing_and_unsubscribing_take_effect_in_the_order_of_the_calls()
    {
        var (user, planet) = await StageAsync();
        var other = await server.PlanetAsync(user);
        await using var client = await user.ConnectAsync();

        await Task.WhenAll(
            client.SubscribeAsync(planet),
            client.SubscribeAsync(planet),
            client.InvokeAsync("Unsubscribe", (object)new[] { planet }),
            client.SubscribeAsync(other),
            client.InvokeAsync("Unsubscribe", (object)new[] { other }),
            client.SubscribeAsync(other)
        );
        await user.SendAsync(planet, "unheard");
        await user.SendAsync(other, "heard");

        await client.EventsAsync(other, 1);
        Assert.Empty(client.EventsOf(planet));
    }

    [Fact]
    public async Task Subscribing_amid_a_flood_makes_neither_a_hole_nor_a_double()
    {
        const int messages = 2_000;
        var (user, planet) = await StageAsync();
        var flood = Task.Run(
            async () =>
            {
                foreach (var part in Enumerable.Range(0, messages).Chunk(20))
                {
                    await Task.WhenAll(part.Select(i => user.SendAsync(planet, $"{i}")));
                }
            },
            TestContext.Current.CancellationToken
        );
        var clients = new List<(HubClient Client, long? SinceRev)>();
        while (!flood.IsCompleted)
        {
            var sinceRev = clients.Count % 2 == 0 ? (long?)null : clients.Count;
            var client = await user.ConnectAsync();
            clients.Add((client, sinceRev));
            await client.SubscribeAsync(planet, sinceRev);
        }
        await flood;

        Assert.True(clients.Count > 2);
        foreach (var (client, sinceRev) in clients)
        {
            await using (client)
            {
                await AssertIsDenseAsync(client, planet, sinceRev, messages + 1);
            }
        }
    }

    private static async Task AssertIsDenseAsync(HubClient client, Snowflake planet, long? sinceRev, long lastRev)
    {
        // The answer comes before any live event.
        var planetRecords = client.Records.Where(record => record.Target is not "read").ToList();
        Assert.NotNull(planetRecords[0].InvocationId);
        var answer = planetRecords[0].Argument[0];
        var head = answer.GetProperty("headRev").GetInt64();
        await client.UntilAsync(() =>
            head == lastRev || (client.EventsOf(planet) is [.., var last] && Rev(last) == lastRev)
        );
        var revs = client.EventsOf(planet).Select(Rev).ToList();
        if (State(answer) == "recovered")
        {
            revs = [.. answer.GetProperty("events").EnumerateArray().Select(Rev), .. revs];
            head = sinceRev!.Value;
        }
        Assert.Equal(Enumerable.Range((int)head + 1, (int)(lastRev - head)).Select(rev => (long)rev), revs);
        Assert.All(
            client.Of("events"),
            frame => Assert.Equal(frame.GetProperty("fromRev").GetInt64() + 1, Rev(frame.GetProperty("events")[0]))
        );
    }

    private async Task<(TestUser, Snowflake)> StageAsync()
    {
        var user = await server.UserAsync();
        return (user, await server.PlanetAsync(user));
    }

    private static string? State(JsonElement answer) => answer.GetProperty("state").GetString();

    private static long Rev(JsonElement change) => change.GetProperty("rev").GetInt64();

    private static string? Kind(JsonElement change) => change.GetProperty("kind").GetString();

    private static long Seq(JsonElement message) => message.GetProperty("seq").GetInt64();
}
