using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Planets;
using Connecto.Tests.Support;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Reply counts, of messages that are no longer in memory too.</summary>
public sealed class ReplyCountTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private Snowflake _ann;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        _ann = (await AddUsersAsync(database.Source, 1))[0];
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_reply_to_a_reply_counts_for_a_root_that_is_not_in_memory()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await SendAsync(planet, "root");
        await SendAsync(planet, "old reply", replyToSeq: 1);
        await FillAsync(planet, 300);
        var recent = await SendAsync(planet, "recent reply", replyToSeq: 1);
        await FillAsync(planet, RecentMessages.Capacity - 1);

        await SendAsync(planet, "reply to the old reply", replyToSeq: 2);
        await SendAsync(planet, "reply to the recent reply", replyToSeq: recent);

        Assert.Equal(4, (await planet.Message(_ann, 1)).ReplyCount);
    }

    [Fact]
    public async Task A_reply_counts_for_a_root_that_leaves_memory_with_it()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await SendAsync(planet, "root");
        await FillAsync(planet, RecentMessages.Capacity - 1);

        await SendAsync(planet, "reply", replyToSeq: 1);

        await Eventually.TrueAsync(async () => (await planet.Message(_ann, 1)).ReplyCount == 1);
    }

    [Fact]
    public async Task Replies_in_the_same_batch_as_much_else_are_all_counted()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await SendAsync(planet, "root");
        await FillAsync(planet, RecentMessages.Capacity - 10);

        var replies = Enumerable.Range(0, 20).Select(i => SendAsync(planet, $"reply {i}", replyToSeq: 1)).ToList();
        var others = FillAsync(planet, 100);
        await Task.WhenAll(replies);
        await others;

        await Eventually.TrueAsync(async () => (await planet.Message(_ann, 1)).ReplyCount == 20);
    }

    [Fact]
    public async Task A_reply_that_came_while_what_is_refused_was_looked_into_is_sent_all_the_same()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await SendAsync(planet, "deleted");
        await SendAsync(planet, "root");
        await planet.Delete(_ann, 1);
        await FillAsync(planet, RecentMessages.Capacity);
        await using var messages = await PostgresHold.TakeAsync(
            database.Source,
            "LOCK TABLE messages IN ACCESS EXCLUSIVE MODE"
        );
        var edit = planet.Edit(_ann, 1, "edited");
        await messages.IsWaitedForAsync();
        var reply = SendAsync(planet, "reply", replyToSeq: 2);
        // It waits behind the edit: calls come to the planet in order.
        await planet.Get(_ann);
        await messages.RollbackAsync();

        await Assert.ThrowsAsync<ChatException>(() => edit);
        Assert.Equal(RecentMessages.Capacity + 3, await reply);
    }

    [Fact]
    public async Task Who_adds_one_for_each_reply_that_he_is_told_of_has_the_count()
    {
        var planet = await _cluster.CreateAsync(_ann);
        var watcher = new Watcher();
        await planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(watcher));
        // The first goes alone; the root and its reply share the next batch.
        await planet.Post([
            Message(_ann, "first"),
            Message(_ann, "root"),
            Message(_ann, "reply", replyToSeq: 2),
            Message(_ann, "last"),
        ]);

        List<PlanetEvent> live = [];
        while (live.Count < 4)
        {
            live.AddRange((await watcher.NextAsync()).Events);
        }
        var replayed = (await planet.Open(_ann, 1)).Events!.Value;
        var missed = (await planet.Gap(1))!.Events;

        Assert.All(
            [.. live, .. replayed, .. missed],
            told => Assert.Equal(0, ((MessagePosted)told).Message.ReplyCount)
        );
        Assert.Equal(1, (await planet.Message(_ann, 2)).ReplyCount);
    }

    private async Task<long> SendAsync(IPlanetGrain planet, string key, long? replyToSeq = null) =>
        (await _cluster.SendAsync(planet, Message(_ann, key, key, replyToSeq))).Seq;

    private Task<long[]> FillAsync(IPlanetGrain planet, int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => SendAsync(planet, $"{Guid.NewGuid():N}")));
}
