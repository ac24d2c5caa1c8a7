using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Tests.Support;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Who is shown who has read what, and who is counted.</summary>
public sealed class ReceiptTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private Snowflake _ann;
    private Snowflake _bob;
    private Snowflake _cho;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 3);
        (_ann, _bob, _cho) = (users[0], users[1], users[2]);
        _planet = await _cluster.CreateAsync(_ann, _bob, _cho);
        await _cluster.SendAsync(_planet, Message(_ann, "k1"));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Readers_are_listed_with_the_time_at_which_they_read()
    {
        var before = TimeProvider.System.GetUtcNow();
        Assert.Empty(await _planet.Readers(_ann, 1, null, 10));
        await _planet.MarkRead(_bob, 1);
        await _planet.MarkRead(_cho, 1);

        var readers = await _planet.Readers(_ann, 1, null, 10);
        Assert.Equal(new[] { _bob, _cho }.Order(), readers.Select(reader => reader.UserId));
        Assert.All(readers, reader => Assert.InRange(reader.ReadAt!.Value, before, TimeProvider.System.GetUtcNow()));
        Assert.Equal(readers[1..], await _planet.Readers(_ann, 1, readers[0].UserId, 10));
    }

    [Fact]
    public async Task A_message_keeps_the_time_of_the_move_that_passed_it()
    {
        await _planet.MarkRead(_bob, 1);
        var first = Assert.Single(await _planet.Readers(_ann, 1, null, 10)).ReadAt;
        await _cluster.SendAsync(_planet, Message(_ann, "k2"));
        await _planet.MarkRead(_bob, 2);

        Assert.Equal(first, Assert.Single(await _planet.Readers(_ann, 1, null, 10)).ReadAt);
        Assert.True(Assert.Single(await _planet.Readers(_ann, 2, null, 10)).ReadAt >= first);
    }

    [Fact]
    public async Task A_planet_without_receipts_shows_and_counts_nobody()
    {
        await _planet.MarkRead(_bob, 1);
        await _planet.Set(_ann, new PlanetPatch(ReadReceipts: false));

        var seen = await _planet.Message(_ann, 1);
        Assert.Equal((0, 0), (seen.ReadCount, seen.UnreadCount));
        await Refused(ErrorCode.Forbidden, () => _planet.Readers(_ann, 1, null, 10));
        var others = (await _planet.Members(_ann, null, 10)).Where(member => member.UserId != _ann);
        Assert.All(others, member => Assert.Null(member.LastReadSeq));
        Assert.All((await _planet.Open(_ann, null)).Counts!.Value, count => Assert.Equal(0, count.UnreadCount));

        await _planet.Set(_ann, new PlanetPatch(ReadReceipts: true));
        seen = await _planet.Message(_ann, 1);
        Assert.Equal((1, 1), (seen.ReadCount, seen.UnreadCount));
    }

    [Fact]
    public async Task Who_hides_his_receipts_is_not_counted_and_is_shown_none()
    {
        await _planet.MarkRead(_bob, 1);
        await HideAsync(_bob, hidden: true);

        var seen = await _planet.Message(_ann, 1);
        Assert.Equal((0, 1), (seen.ReadCount, seen.UnreadCount));
        Assert.Empty(await _planet.Readers(_ann, 1, null, 10));
        var blind = await _planet.Message(_bob, 1);
        Assert.Equal((0, 0), (blind.ReadCount, blind.UnreadCount));
        await Refused(ErrorCode.Forbidden, () => _planet.Readers(_bob, 1, null, 10));
        Assert.All(
            await _planet.Members(_bob, null, 10),
            member => Assert.Equal(member.UserId == _bob ? 1 : null, member.LastReadSeq)
        );
        var opening = await _planet.Open(_bob, null);
        Assert.True(opening.View.Blind);
        Assert.Equal([new MessageCount(1, 0, 0)], opening.Counts!.Value);
        Assert.Equal(1, opening.Snapshot!.Me.LastReadSeq);

        await HideAsync(_bob, hidden: false);
        seen = await _planet.Message(_ann, 1);
        Assert.Equal((1, 1), (seen.ReadCount, seen.UnreadCount));
    }

    [Fact]
    public async Task Hiding_lasts_over_a_killed_silo()
    {
        await HideAsync(_bob, hidden: true);
        var id = (await _planet.Message(_ann, 1)).PlanetId;
        await _cluster.KillAsync();

        await using var next = await StartAsync(database.ConnectionString);
        var seen = await next.Planet(id).Message(_ann, 1);
        Assert.Equal((0, 1), (seen.ReadCount, seen.UnreadCount));
    }

    [Fact]
    public async Task Watching_nodes_are_told_no_moves_of_who_hides_and_counts_when_he_begins_to()
    {
        var watcher = new Watcher();
        await _planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(watcher));
        await HideAsync(_bob, hidden: true);
        var counts = await NextAsync(watcher, change => !change.Counts.IsEmpty);
        Assert.Equal([new MessageCount(1, 0, 1)], counts.Counts);

        await _planet.MarkRead(_bob, 1);
        await _planet.MarkRead(_cho, 1);
        var moved = await NextAsync(watcher, change => !change.Moves.IsEmpty);
        Assert.Equal([_cho], moved.Moves.Select(move => move.UserId));
    }

    [Fact]
    public async Task Watching_nodes_are_told_the_counts_when_receipts_are_shown_no_more_and_again()
    {
        await _planet.MarkRead(_bob, 1);
        var watcher = new Watcher();
        await _planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(watcher));

        await _planet.Set(_ann, new PlanetPatch(ReadReceipts: false));
        var none = await NextAsync(watcher, change => !change.Counts.IsEmpty);
        await _planet.Set(_ann, new PlanetPatch(ReadReceipts: true));
        var shown = await NextAsync(watcher, change => !change.Counts.IsEmpty);

        Assert.Equal([new MessageCount(1, 0, 0)], none.Counts);
        Assert.Equal([new MessageCount(1, 1, 1)], shown.Counts);
    }

    [Fact]
    public async Task Who_leaves_right_after_reading_is_told_as_no_reader()
    {
        var watcher = new Watcher();
        await _planet.Attach("node", _cluster.Grains.CreateObjectReference<IPlanetObserver>(watcher));
        await HideAsync(_bob, hidden: true);
        await Task.WhenAll(_planet.MarkRead(_bob, 1), _planet.Leave(_bob), _planet.MarkRead(_cho, 1));

        var moved = await NextAsync(watcher, change => !change.Moves.IsEmpty);
        Assert.Equal([_cho], moved.Moves.Select(move => move.UserId));
    }

    private static async Task<CounterChange> NextAsync(Watcher watcher, Func<CounterChange, bool> which)
    {
        while (true)
        {
            if ((await watcher.NextAsync()).Counters.FirstOrDefault(which) is { } change)
            {
                return change;
            }
        }
    }

    private async Task HideAsync(Snowflake userId, bool hidden)
    {
        await using var command = database.Source.CreateCommand(
            "UPDATE users SET settings = jsonb_build_object('readReceipts', $2) WHERE id = $1"
        );
        command.Parameters.AddWithValue(userId.Value);
        command.Parameters.AddWithValue(!hidden);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await _planet.Refresh(userId);
    }
}
