using Connecto.Delivery;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Connecto.Users;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>Planets that nobody uses let go of their memory, and nobody can tell.</summary>
public sealed class RestingTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private readonly Watcher _watcher = new();
    private PlanetCluster _cluster = null!;
    private IPlanetGrain _planet = null!;
    private PlanetLease _lease = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_ann, _bob) = (users[0], users[1]);
        _planet = await _cluster.CreateAsync(_ann, _bob);
        var observer = _cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher);
        (_lease, _) = await _planet.Attach("node", observer);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task A_resting_planet_keeps_its_epoch_its_head_and_its_nodes()
    {
        await SendAsync(1, 2);
        await RestAsync();

        Assert.Equal(_lease with { HeadRev = 3 }, await RenewAsync());
        await SendAsync(3);
        Assert.Equal(_lease with { HeadRev = 4 }, await RenewAsync());
    }

    [Fact]
    public async Task What_is_sent_to_a_resting_planet_follows_what_it_told_before()
    {
        await SendAsync(1, 2);
        await RestAsync();
        await SendAsync(3);
        await RestAsync();
        await SendAsync(4, 5);

        var rev = _lease.HeadRev;
        while (rev < 6)
        {
            var frame = await _watcher.NextAsync();
            Assert.Equal(_lease.Epoch, frame.Epoch);
            if (!frame.Events.IsEmpty)
            {
                Assert.Equal(rev, frame.FromRev);
                rev += frame.Events.Length;
            }
        }
    }

    [Fact]
    public async Task Changes_across_a_hole_in_what_is_stored_are_a_snapshot()
    {
        await SendAsync(1);
        var hole = await _planet.React(_ann, 1, "👍", on: true);
        await SendAsync(2);
        await RestAsync();
        await using var gone = database.Source.CreateCommand(
            $"DELETE FROM planet_events WHERE planet_id = {_planet.GetPrimaryKeyLong()} AND rev = {hole}"
        );
        await gone.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        Assert.Equal(OpeningState.Snapshot, (await _planet.Changes(_ann, hole - 1, 100)).State);
        Assert.Equal(OpeningState.Recovered, (await _planet.Changes(_ann, hole, 100)).State);
    }

    [Fact]
    public async Task A_resume_after_a_rest_tells_every_event_since()
    {
        await SendAsync(1, 2, 3);
        await RestAsync();

        var opening = await _planet.Open(_ann, 2);

        Assert.Equal((OpeningState.Recovered, 4L), (opening.State, opening.HeadRev));
        Assert.Equal([3L, 4L], opening.Events!.Value.Select(told => told.Rev));
    }

    [Fact]
    public async Task Cursors_and_counts_outlast_a_rest_that_follows_at_once()
    {
        await SendAsync(1, 2, 3);
        await _planet.MarkRead(_bob, 2);
        await RestAsync();

        var (first, last) = (await _planet.Message(_ann, 2), await _planet.Message(_ann, 3));

        Assert.Equal((1, 0, 0, 1), (first.ReadCount, first.UnreadCount, last.ReadCount, last.UnreadCount));
    }

    [Fact]
    public async Task Ticks_of_counters_go_on_after_a_rest()
    {
        await SendAsync(1);
        await _planet.MarkRead(_bob, 1);
        var before = (await _planet.Open(_ann, null)).Tick;
        await RestAsync();
        await SendAsync(2);
        await _planet.MarkRead(_bob, 2);

        var change = (await _watcher.NextAsync()).Counters.SingleOrDefault();
        while (change?.Moves.Contains(new ReceiptMove(_bob, 1, 2)) != true)
        {
            change = (await _watcher.NextAsync()).Counters.SingleOrDefault();
        }
        Assert.True(change.Tick > before);
    }

    [Fact]
    public async Task A_retry_of_a_message_from_before_a_rest_is_known()
    {
        var first = await _cluster.SendAsync(_planet, Message(_ann, "k"));
        await RestAsync();

        Assert.Equal(first with { Duplicate = true }, await _cluster.SendAsync(_planet, Message(_ann, "k")));
    }

    [Fact]
    public async Task Calls_that_come_while_the_planet_goes_to_rest_are_served()
    {
        for (var round = 0; round < 50; round++)
        {
            var rests = _planet.Rest();
            var seq = round + 1;
            var sent = _cluster.SendAsync(_planet, Message(_ann, $"k{seq}"));
            var alsoRests = _planet.Rest();
            Assert.Equal(seq, (await sent).Seq);
            await _planet.MarkRead(_bob, seq);
            await Task.WhenAll(rests, alsoRests);
        }
        await RestAsync();

        var members = await _planet.Members(_ann, null, 10);
        Assert.All(members, member => Assert.Equal(50, member.LastReadSeq));
        Assert.Equal(0, await _planet.Audit());
        Assert.Equal(_lease.Epoch, (await RenewAsync())?.Epoch);
    }

    [Fact]
    public async Task A_planet_that_was_claimed_while_it_rested_ends_at_the_next_call()
    {
        await SendAsync(1);
        await RestAsync();
        await _cluster.Services.GetRequiredService<PlanetStore>().ClaimAsync(_lease.PlanetId);

        await Refused(ErrorCode.Unavailable, () => _planet.Get(_ann));
        var sent = await RetriedAsync(() => _cluster.SendAsync(_planet, Message(_ann, "k2")));
        Assert.Equal(2, sent.Seq);
    }

    [Fact]
    public async Task Who_hid_his_receipts_while_the_planet_rested_changes_what_is_told()
    {
        await SendAsync(1);
        await _planet.MarkRead(_bob, 1);
        await RestAsync();
        await using var hide = database.Source.CreateCommand(
            """UPDATE users SET settings = '{"readReceipts": false}' WHERE id = $1"""
        );
        hide.Parameters.AddWithValue(_bob.Value);
        await hide.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await _planet.Get(_ann);

        var frame = await _watcher.NextAsync();
        while (!frame.Counters.Any(change => change.Counts.Contains(new MessageCount(1, 0, 0))))
        {
            frame = await _watcher.NextAsync();
        }
    }

    [Fact]
    public async Task Unused_planets_rest_by_themselves_and_end_once_no_node_is_left()
    {
        await using var cluster = await StartAsync(
            database.ConnectionString,
            new("Planets:RestAfter", "00:00:00.050"),
            new("Planets:EndAfter", "00:00:00.200")
        );
        var active = cluster.Services.GetRequiredService<ActivePlanets>();
        var planet = await cluster.CreateAsync(_ann, _bob);
        var id = new Snowflake(planet.GetPrimaryKeyLong());
        await planet.Attach("node", cluster.Grains.CreateObjectReference<IPlanetObserver>(_watcher));

        await Eventually.TrueAsync(() => active.Find(id)?.Rests == true);
        await planet.Get(_ann);
        await Eventually.TrueAsync(() => active.Find(id)?.Rests == true);
        await planet.Detach("node");
        await Eventually.TrueAsync(() => active.Find(id) is null);
    }

    [Fact]
    public async Task Before_it_rests_it_tells_who_wrote_how_far_his_cursor_is()
    {
        var ann = _cluster.Grains.GetGrain<IUserGrain>(_ann.Value);
        Task HasReadAsync(long seq) =>
            Eventually.TrueAsync(async () => (await ann.RecentCursors()).Any(cursor => cursor.Seq == seq));

        await SendAsync(1);
        await HasReadAsync(1);
        await SendAsync(2, 3);
        await RestAsync();

        await HasReadAsync(3);
    }

    private async Task SendAsync(params long[] seqs)
    {
        foreach (var seq in seqs)
        {
            Assert.Equal(seq, (await _cluster.SendAsync(_planet, Message(_ann, $"k{seq}"))).Seq);
        }
    }

    // What is under way, such as a batch that has just been answered, may keep it from resting for a moment.
    private async Task RestAsync()
    {
        await Eventually.TrueAsync(_planet.Rest);
        Assert.True(_cluster.Services.GetRequiredService<ActivePlanets>().Find(_lease.PlanetId)!.Rests);
    }

    private async Task<PlanetLease?> RenewAsync() =>
        (await _cluster.RenewAsync("node", _lease.PlanetId)).SingleOrDefault();
}
