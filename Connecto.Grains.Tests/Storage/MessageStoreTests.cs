using Connecto.Storage;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

public sealed class MessageStoreTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private StorageRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StorageRig.OpenAsync(database.ConnectionString);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Pages_come_in_order_of_seq_and_leave_out_what_does_not_exist()
    {
        var planet = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.Send("1", "2", "3", "4", "5"));

        Assert.Equal([3, 4, 5], Seqs(await _rig.Messages.NewestAsync(planet.Id, 3, Cancellation)));
        Assert.Equal([2, 3], Seqs(await _rig.Messages.RangeAsync(planet.Id, 2, 3, asOf: 0, Cancellation)));
        Assert.Equal([4, 5], Seqs(await _rig.Messages.RangeAsync(planet.Id, 4, 9, asOf: 0, Cancellation)));
        Assert.Equal([1, 5], Seqs(await _rig.Messages.BySeqsAsync(planet.Id, [5, 9, 1], Cancellation)));
        Assert.Empty(await _rig.Messages.BySeqsAsync(planet.Id, [], Cancellation));
    }

    [Fact]
    public async Task Events_after_a_rev_come_in_order_and_at_most_as_many_as_asked_for()
    {
        var planet = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.Send("1", "2", "3"));

        Assert.Equal([2, 3], Revs(await _rig.Events.AfterAsync(planet.Id, 1, 2, Cancellation)));
        Assert.Equal([4], Revs(await _rig.Events.AfterAsync(planet.Id, 3, 100, Cancellation)));
        Assert.Empty(await _rig.Events.AfterAsync(planet.Id, 4, 100, Cancellation));
    }

    [Theory]
    [InlineData("mmmmmmmm")]
    [InlineData("eeeeeeee")]
    [InlineData("meemmmeeeeeeemem")]
    [InlineData("eeeeeeeeeeeeeeeeeemmmmmm")]
    [InlineData("mmmmmmeeeeeeeeeeeeeeeeee")]
    public async Task Sendings_are_told_by_their_messages_in_their_places_among_the_other_events(string happened)
    {
        var planet = await _rig.PlanetAsync();
        // Its creation is the first.
        var expected = new List<EventKind> { EventKind.Member };
        foreach (var isMessage in happened.Select(letter => letter == 'm'))
        {
            await _rig.WriteAsync(isMessage ? planet.Send("hi") : planet.Batch([], [planet.Event(EventKind.Planet)]));
            expected.Add(isMessage ? EventKind.Message : EventKind.Planet);
        }

        for (var after = 0; after <= expected.Count + 1; after++)
        {
            foreach (var limit in new[] { 1, 3, 100 })
            {
                var events = await _rig.Events.AfterAsync(planet.Id, after, limit, Cancellation);
                Assert.Equal(
                    Enumerable.Range(1, expected.Count).Select(rev => (long)rev).Skip(after).Take(limit),
                    Revs(events)
                );
                Assert.Equal(expected.Skip(after).Take(limit), events.Select(row => row.Kind));
            }
        }
        var sent = await _rig.Events.AfterAsync(planet.Id, 0, 100, Cancellation);
        Assert.Equal(
            Enumerable.Range(1, happened.Count(letter => letter == 'm')).Select(seq => (long?)seq),
            sent.Where(row => row.Kind == EventKind.Message).Select(row => row.Seq)
        );
        Assert.Equal(0L, await CountAsync($"planet_events WHERE planet_id = {planet.Id} AND kind = 1"));
    }

    [Fact]
    public async Task A_row_of_a_sending_that_an_earlier_build_wrote_is_not_told_twice()
    {
        var planet = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.Send("1", "2"));
        await using var written = database.Source.CreateCommand(
            $"""
            INSERT INTO planet_events (planet_id, rev, seq, actor_id, at, kind)
            SELECT planet_id, posted_rev, seq, sender_id, created_at, 1 FROM messages WHERE planet_id = {planet.Id}
            """
        );
        await written.ExecuteNonQueryAsync(Cancellation);

        await _rig.AssertDenseAsync(planet.Id, 2);
    }

    [Fact]
    public async Task A_recount_makes_reply_counts_exact_deleted_replies_included()
    {
        var planet = await _rig.PlanetAsync();
        var other = await _rig.PlanetAsync();
        NewMessageRow[] sent =
        [
            planet.Message(1),
            planet.Message(2),
            planet.Message(3, replyTo: 1),
            planet.Message(4, replyTo: 2),
            planet.Message(5, replyTo: 2),
            planet.Message(6, replyTo: 5),
        ];
        await _rig.WriteAsync(planet.Batch(sent, [.. sent.Select(PlanetScript.Posted)]));
        await _rig.WriteAsync(planet.Delete(sent[4]));
        await _rig.WriteAsync(other.Send("with a count of its own"));
        await using var wrong = database.Source.CreateCommand("UPDATE messages SET reply_count = 7");
        await wrong.ExecuteNonQueryAsync(Cancellation);

        await _rig.Messages.RecountRepliesAsync(planet.Id, 4, Cancellation);

        // 1 and 3 are neither replied to from the window nor in it.
        var counts = await _rig.Messages.NewestAsync(planet.Id, 10, Cancellation);
        Assert.Equal([7, 2, 7, 0, 1, 0], counts.Select(message => message.ReplyCount));
        var beside = Assert.Single(await _rig.Messages.NewestAsync(other.Id, 10, Cancellation));
        Assert.Equal(7, beside.ReplyCount);
    }

    [Fact]
    public async Task An_event_of_a_month_without_a_partition_is_kept_and_moved_when_the_month_is_made()
    {
        var planet = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.Batch([], [planet.Event(EventKind.Planet)]));
        Assert.Equal(2L, await CountAsync($"planet_events_default WHERE planet_id = {planet.Id}"));

        var partitions = new EventPartitions(_rig.Databases.Primary, new ManualTime(planet.HeadAt));
        var made = await partitions.MakeAsync(Cancellation);

        Assert.Equal(1 + EventPartitions.MonthsAhead, made);
        Assert.Equal(0, await partitions.MakeAsync(Cancellation));
        Assert.Equal(0L, await CountAsync($"planet_events_default WHERE planet_id = {planet.Id}"));
        Assert.Equal(2L, await CountAsync($"planet_events_2026_05 WHERE planet_id = {planet.Id}"));
        await _rig.WriteAsync(planet.Batch([], [planet.Event(EventKind.Planet)]));
        Assert.Equal(3L, await CountAsync($"planet_events_2026_05 WHERE planet_id = {planet.Id}"));
        await _rig.AssertDenseAsync(planet.Id, 0);
    }

    private async Task<object?> CountAsync(string from)
    {
        await using var command = database.Source.CreateCommand($"SELECT count(*) FROM {from}");
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static IEnumerable<long> Seqs(IEnumerable<StoredMessage> messages) => messages.Select(row => row.Seq);

    private static IEnumerable<long> Revs(IEnumerable<EventRow> events) => events.Select(row => row.Rev);
}
