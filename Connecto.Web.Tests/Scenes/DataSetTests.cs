using Connecto.Bench.Data;
using Connecto.Errors;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Web.Tests.Support;
using Npgsql;
using Orleans;

namespace Connecto.Web.Tests.Scenes;

/// <summary>A data set that was copied into the tables is as if the server had written all of it.</summary>
public sealed class DataSetTests(RestServer server) : IClassFixture<RestServer>
{
    private const int Messages = 2_000;
    private const int Page = 100;

    private IGrainFactory Grains => server.Server.Grains;

    [Fact]
    public async Task Planets_page_and_replay_without_a_hole_and_audits_find_nothing()
    {
        var set = await WriteAsync(seed: 1);

        var counted = 0;
        foreach (var planet in set.Planets)
        {
            var grain = Grains.GetGrain<IPlanetGrain>(planet.Id.Value);
            var messages = await PagesAsync(grain, planet);
            Assert.Equal(Enumerable.Range(1, planet.Plan.Messages), messages.Select(message => (int)message.Seq));
            AssertThreads(messages);
            await AssertEventsAsync(grain, planet);
            Assert.Equal(0, await grain.Audit());
            counted += messages.Count;
        }
        Assert.Equal(Messages, counted);
    }

    [Fact]
    public async Task Sending_and_reading_goes_on_where_the_data_end()
    {
        var planet = (await WriteAsync(seed: 2)).Planets[0];
        var grain = Grains.GetGrain<IPlanetGrain>(planet.Id.Value);
        var before = await grain.Get(planet.Members[0]);

        var sent = await server.Server.Senders.SendAsync(
            planet.Id,
            new SendRequest(planet.Members[0], "new", "text", ReplyToSeq: 1, [])
        );
        await grain.MarkRead(planet.Members[1], sent.Seq);

        Assert.Equal((before.HeadSeq + 1, before.HeadRev + 1), (sent.Seq, sent.Rev));
        Assert.Equal(1, (await grain.Message(planet.Members[0], sent.Seq)).ReadCount);
        Assert.Equal(0, await grain.Audit());
    }

    [Fact]
    public async Task A_send_of_the_data_is_known_again()
    {
        var planet = (await WriteAsync(seed: 3)).Planets[0];
        var grain = Grains.GetGrain<IPlanetGrain>(planet.Id.Value);
        var first = (await PagesAsync(grain, planet)).First(message =>
            message is { EditedAt: null, DeletedAt: null, ReplyToSeq: null }
        );

        var again = new SendRequest(first.SenderId, $"data-{first.Seq}", first.Text!, null, []);
        var result = await server.Server.Senders.SendAsync(planet.Id, again);
        var other = await Assert.ThrowsAsync<ChatException>(() =>
            server.Server.Senders.SendAsync(planet.Id, again with { Text = "another" })
        );

        Assert.Equal((first.Seq, true), (result.Seq, result.Duplicate));
        Assert.Equal(ErrorCode.IdempotencyMismatch, other.Code);
    }

    [Fact]
    public async Task Receipts_say_of_each_message_what_its_count_says()
    {
        var set = await WriteAsync(seed: 4);
        var made = await Receipts.MakeAsync(server.Database, set.Planets, long.MaxValue);
        Assert.Equal(set.Planets.Count, made.Planets.Count);

        foreach (var planet in set.Planets)
        {
            var messages = await PagesAsync(Grains.GetGrain<IPlanetGrain>(planet.Id.Value), planet);
            var counts = await CountsAsync(messages.Select(message => message.Id.Value));
            Assert.All(
                messages,
                message => Assert.Equal(message.ReadCount, counts.GetValueOrDefault(message.Id.Value))
            );
        }
    }

    [Fact]
    public async Task A_travel_has_the_members_of_its_planet_and_they_see_it()
    {
        var planet = (await WriteAsync(seed: 5)).Planets.First(planet => planet.TravelId is not null);
        var member = planet.Members[^1];
        var admin = await server.AdminAsync();
        var issued = await admin.Rest.PostAsync("admin/tokens", new { userIds = new[] { member }, limits = "none" });
        var rest = server.Client(issued["items"][0].GetProperty("accessToken").GetString());

        var travel = await rest.GetAsync($"travels/{planet.TravelId}");
        var inbox = await rest.GetAsync("me/planets");

        Assert.Equal(planet.Members.Length, travel["memberCount"].GetInt32());
        Assert.Contains(
            inbox["items"].EnumerateArray(),
            item => item.GetProperty("planet").GetProperty("id").GetString() == planet.Id.ToString()
        );
    }

    [Fact]
    public async Task Ids_of_messages_go_up_with_time_over_all_planets()
    {
        var set = await WriteAsync(seed: 6);

        await using var command = server.Database.CreateCommand(
            """
            SELECT count(*) FILTER (WHERE id <= before), count(*) FROM (
                SELECT id, lag(id, 1, 0::bigint) OVER (ORDER BY created_at, planet_id) AS before FROM messages
                WHERE planet_id = ANY ($1)
            ) numbered
            """
        );
        command.Parameters.AddWithValue(set.Planets.Select(planet => planet.Id.Value).ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Assert.Equal((0L, (long)Messages), (reader.GetInt64(0), reader.GetInt64(1)));
    }

    private Task<DataSet> WriteAsync(int seed) =>
        DataSet.WriteAsync(server.Database, DataPlan.Spread(Messages, 200, 20), seed, TimeProvider.System.GetUtcNow());

    private static async Task<List<Message>> PagesAsync(IPlanetGrain grain, DataPlanet planet)
    {
        var messages = new List<Message>();
        for (var isMore = true; isMore; )
        {
            var page = await grain.Messages(planet.Members[0], new PageRequest(null, messages.Count, null, Page));
            messages.AddRange(page.Items);
            isMore = page.HasAfter;
        }
        return messages;
    }

    // A reply's root is no reply itself, and has as many as reply to it.
    private static void AssertThreads(List<Message> messages)
    {
        var replies = messages.Where(message => message.ReplyToSeq is not null).ToLookup(message => message.ReplyToSeq);
        Assert.All(
            messages,
            message =>
            {
                Assert.Equal(replies[message.Seq].Count(), message.ReplyCount);
                Assert.True(message.ReplyToSeq is not { } root || messages[(int)root - 1].ReplyToSeq is null);
            }
        );
    }

    private static async Task AssertEventsAsync(IPlanetGrain grain, DataPlanet planet)
    {
        // The first event is that of their joining, which no member is told.
        for (var (rev, isMore) = (1L, true); isMore; )
        {
            var page = await grain.Changes(planet.Members[0], rev, Page);
            Assert.Equal(OpeningState.Recovered, page.State);
            foreach (var one in page.Events!.Value)
            {
                Assert.Equal(++rev, one.Rev);
            }
            isMore = page.HasMore == true;
            Assert.Equal(!isMore, rev == page.HeadRev);
        }
    }

    private async Task<Dictionary<long, int>> CountsAsync(IEnumerable<long> messageIds)
    {
        await using var command = server.Database.CreateCommand(
            "SELECT message_id, count(*)::int FROM bench.receipts WHERE message_id = ANY($1) GROUP BY message_id"
        );
        command.Parameters.AddWithValue(messageIds.ToArray());
        await using var reader = await command.ExecuteReaderAsync();
        var counts = new Dictionary<long, int>();
        while (await reader.ReadAsync())
        {
            counts.Add(reader.GetInt64(0), reader.GetInt32(1));
        }
        return counts;
    }
}
