using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;

namespace Connecto.Grains.Tests.Storage;

public sealed class MessageWriterTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private StorageRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await StorageRig.OpenAsync(database.ConnectionString);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task What_is_committed_is_read_back_exactly_as_it_was_sent()
    {
        var planet = await _rig.PlanetAsync();
        var at = planet.HeadAt.AddMilliseconds(7);
        var sent = planet.Message(text: "안녕 🎉 \u202Eabc\t" + new string('x', 4000)) with
        {
            Type = MessageType.Image,
            Mentions = [1, long.MaxValue],
            ReplyToSeq = 12,
            EditedAt = at,
            RequestHash = [0, 255],
        };

        Assert.IsType<BatchOutcome.Committed>(
            await _rig.Writer.WriteAsync(planet.Batch([sent], [PlanetScript.Posted(sent)]), Cancellation)
        );

        var stored = Assert.Single(await _rig.Messages.NewestAsync(planet.Id, 10, Cancellation));
        Assert.Equal(
            (sent.Id, sent.Seq, sent.Rev, sent.PostedRev, sent.SenderId, sent.Type, sent.Text, sent.ReplyToSeq),
            (
                stored.Id,
                stored.Seq,
                stored.Rev,
                stored.PostedRev,
                stored.SenderId,
                stored.Type,
                stored.Text,
                stored.ReplyToSeq
            )
        );
        Assert.Equal(sent.Mentions, stored.Mentions);
        Assert.Equal(sent.RequestHash, stored.RequestHash);
        Assert.Equal(
            (sent.ClientMessageId, sent.CreatedAt, sent.EditedAt, sent.DeletedAt, 0),
            (stored.ClientMessageId, stored.CreatedAt, stored.EditedAt, stored.DeletedAt, stored.ReplyCount)
        );
        Assert.Equal(
            PlanetScript.Posted(sent),
            Assert.Single(await _rig.Events.AfterAsync(planet.Id, 1, 10, Cancellation))
        );
    }

    [Fact]
    public async Task Many_planets_at_once_all_commit_with_dense_seq_and_rev()
    {
        var planets = await _rig.PlanetsAsync(100);

        for (var round = 1; round <= 5; round++)
        {
            string[] texts = [.. Enumerable.Repeat("text", round)];
            var outcomes = await Task.WhenAll(
                planets.Select(planet => _rig.Writer.WriteAsync(planet.Send(texts), Cancellation))
            );
            Assert.All(outcomes, outcome => Assert.IsType<BatchOutcome.Committed>(outcome));
        }

        foreach (var planet in planets)
        {
            await _rig.AssertDenseAsync(planet.Id, 15);
        }
    }

    [Fact]
    public async Task A_stale_epoch_writes_nothing_while_its_neighbour_in_the_batch_writes()
    {
        var stale = await _rig.PlanetAsync();
        var neighbour = await _rig.PlanetAsync();
        var newer = await _rig.ClaimAsync(stale.Id, stale.Owner);

        await using var one = await OneLaneAsync();
        var outcomes = await one.TogetherAsync(stale.Send("lost"), neighbour.Send("kept"));

        Assert.IsType<BatchOutcome.Fenced>(outcomes[0]);
        Assert.IsType<BatchOutcome.Committed>(outcomes[1]);
        await _rig.AssertDenseAsync(stale.Id, 0);
        await _rig.AssertDenseAsync(neighbour.Id, 1);
        Assert.IsType<BatchOutcome.Committed>(await _rig.Writer.WriteAsync(newer.Send("new"), Cancellation));
        await _rig.AssertDenseAsync(stale.Id, 1);
    }

    [Fact]
    public async Task Two_writers_over_the_same_planets_in_opposite_order_neither_deadlock_nor_both_write()
    {
        await using var left = await OneLaneAsync();
        await using var right = await OneLaneAsync();
        (PlanetScript Left, PlanetScript Right)[] planets =
        [
            .. (await _rig.PlanetsAsync(30)).Select(planet => (planet, planet.Copy())),
        ];

        for (var round = 0; round < 20; round++)
        {
            var lefts = planets.Select(pair => left.Writer.WriteAsync(pair.Left.Send("l"), Cancellation)).ToArray();
            var rights = Enumerable
                .Reverse(planets)
                .Select(pair => right.Writer.WriteAsync(pair.Right.Send("r"), Cancellation))
                .Reverse()
                .ToArray();
            var pairs = (await Task.WhenAll(lefts)).Zip(await Task.WhenAll(rights));
            Assert.All(
                pairs,
                pair =>
                {
                    Assert.Single([pair.First, pair.Second], outcome => outcome is BatchOutcome.Committed);
                    Assert.Single([pair.First, pair.Second], outcome => outcome is BatchOutcome.Fenced);
                }
            );
        }

        foreach (var (planet, _) in planets)
        {
            await _rig.AssertDenseAsync(planet.Id, 20);
        }
    }

    [Fact]
    public async Task Two_batches_of_one_planet_that_wait_together_never_share_a_transaction()
    {
        await using var one = await OneLaneAsync();
        var planet = await one.PlanetAsync();
        var stranger = planet.Copy();

        var outcomes = await one.TogetherAsync(planet.Send("first"), stranger.Send("second"), planet.Send("third"));

        Assert.IsType<BatchOutcome.Committed>(outcomes[0]);
        Assert.IsType<BatchOutcome.Fenced>(outcomes[1]);
        Assert.IsType<BatchOutcome.Committed>(outcomes[2]);
        await _rig.AssertDenseAsync(planet.Id, 2);
    }

    [Fact]
    public async Task A_key_that_exists_writes_nothing_of_its_planet_and_the_rest_follows_without_a_hole()
    {
        var planet = await _rig.PlanetAsync();
        var neighbour = await _rig.PlanetAsync();
        var original = planet.Message(key: "once");
        await _rig.WriteAsync(planet.Batch([original], [PlanetScript.Posted(original)]));
        var believed = planet.Copy();

        await using var one = await OneLaneAsync();
        NewMessageRow[] mixed = [planet.Message(1, "new", "fresh"), planet.Message(2, "again", "once")];
        var outcomes = await one.TogetherAsync(
            planet.Batch(mixed, [.. mixed.Select(PlanetScript.Posted)]),
            neighbour.Send("beside")
        );

        var key = Assert.Single(Assert.IsType<BatchOutcome.Duplicates>(outcomes[0]).Keys);
        Assert.Equal(
            (original.SenderId, "once", original.Id, 1, original.PostedRev, original.CreatedAt),
            (key.SenderId, key.ClientMessageId, key.MessageId, key.Seq, key.Rev, key.CreatedAt)
        );
        Assert.Equal(original.RequestHash, key.RequestHash);
        Assert.IsType<BatchOutcome.Committed>(outcomes[1]);
        await _rig.AssertDenseAsync(planet.Id, 1);

        await _rig.WriteAsync(believed.SendUnder("fresh"));
        await _rig.AssertDenseAsync(planet.Id, 2);
    }

    [Fact]
    public async Task Retries_are_found_by_the_transaction_that_breaks_on_one_and_by_those_that_then_look_for_them()
    {
        var planet = await _rig.PlanetAsync();
        var neighbour = await _rig.PlanetAsync();
        await _rig.WriteAsync(planet.SendUnder("once"));

        await using var one = await OneLaneAsync();
        for (var round = 1; round <= 3; round++)
        {
            var outcomes = await one.TogetherAsync(planet.Copy().SendUnder("once"), neighbour.Send("beside"));

            Assert.Single(Assert.IsType<BatchOutcome.Duplicates>(outcomes[0]).Keys);
            Assert.IsType<BatchOutcome.Committed>(outcomes[1]);
        }
        await _rig.AssertDenseAsync(planet.Id, 1);
        await _rig.AssertDenseAsync(neighbour.Id, 3);
    }

    [Fact]
    public async Task The_key_of_an_edited_and_deleted_message_still_answers_its_first_result()
    {
        var planet = await _rig.PlanetAsync();
        var sent = planet.Message(key: "once");
        await _rig.WriteAsync(planet.Batch([sent], [PlanetScript.Posted(sent)]));
        await _rig.WriteAsync(planet.Delete(sent));

        var key = await _rig.Messages.FindKeyAsync(planet.Id, planet.Owner, "once", Cancellation);

        Assert.Equal((sent.Id, sent.Seq, sent.PostedRev), (key!.MessageId, key.Seq, key.Rev));
        Assert.Null(await _rig.Messages.FindKeyAsync(planet.Id, planet.Owner, "never", Cancellation));
        Assert.Null(await _rig.Messages.FindKeyAsync(planet.Id, new Snowflake(42), "once", Cancellation));
    }

    [Fact]
    public async Task Send_edit_reaction_and_undo_folded_in_one_batch_all_stand_in_the_events()
    {
        var planet = await _rig.PlanetAsync();
        var at = planet.HeadAt;
        var sent = planet.Message(text: "after the edit") with { Rev = 5, EditedAt = at };
        EventRow[] events =
        [
            new(2, EventKind.Message, 1, planet.Owner, at, null),
            new(3, EventKind.Edited, 1, planet.Owner, at, null),
            new(4, EventKind.Reaction, 1, planet.Owner, at, PlanetEventData.Reaction("👍", on: true)),
            new(5, EventKind.Reaction, 1, planet.Owner, at, PlanetEventData.Reaction("👍", on: false)),
        ];

        await _rig.WriteAsync(planet.Batch([sent], events));

        var stored = await _rig.Events.AfterAsync(planet.Id, 1, 100, Cancellation);
        Assert.Equal(events.Select(row => row with { Data = null }), stored.Select(row => row with { Data = null }));
        Assert.Equal(("👍", true), PlanetEventData.ReadReaction(stored[2].Data!));
        Assert.Equal(("👍", false), PlanetEventData.ReadReaction(stored[3].Data!));
        var message = Assert.Single(await _rig.Messages.BySeqsAsync(planet.Id, [1, 2], Cancellation));
        Assert.Equal(("after the edit", 5, 2), (message.Text, message.Rev, message.PostedRev));
    }

    [Fact]
    public async Task A_deletion_takes_the_text_away_and_keeps_the_place()
    {
        var planet = await _rig.PlanetAsync();
        NewMessageRow[] sent = [planet.Message(1, "stays"), planet.Message(2, "goes")];
        await _rig.WriteAsync(planet.Batch(sent, [.. sent.Select(PlanetScript.Posted)]));
        await _rig.WriteAsync(planet.Delete(sent[1]));

        var stored = await _rig.Messages.RangeAsync(planet.Id, 1, 2, asOf: 0, Cancellation);
        Assert.Equal(["stays", null], stored.Select(message => message.Text));
        Assert.Equal((4, 3, planet.HeadAt), (stored[1].Rev, stored[1].PostedRev, stored[1].DeletedAt));
    }

    [Fact]
    public async Task Members_and_settings_commit_with_their_events_and_a_cursor_never_goes_back()
    {
        var planet = await _rig.PlanetAsync();
        var user = await _rig.UserAsync("Jun");
        await _rig.WriteAsync(planet.Send("one", "two"));
        var muted = planet.HeadAt.AddHours(1);
        var joined = new MemberRow(user, MemberRole.Member, MemberStatus.Active, null, planet.HeadAt, 2, 4);
        var changed = new PlanetRow("Busan", new PlanetSettings(5, false, false, 60), planet.HeadAt, null, 2);

        await _rig.WriteAsync(planet.Batch([], [planet.Event(EventKind.Member)], members: [joined], planet: changed));
        _rig.Counters.Cursor(planet.Id, user, 9);
        await _rig.Counters.FlushAsync(planet.Id, Cancellation);
        await _rig.WriteAsync(
            planet.Batch(
                [],
                [planet.Event(EventKind.Member)],
                members: [joined with { Role = MemberRole.Admin, MutedUntil = muted }]
            )
        );

        var member = Assert.Single(
            await _rig.Planets.MembersAsync(planet.Id, Cancellation),
            member => member.UserId == user
        );
        Assert.Equal(
            new StoredMember(
                user,
                new MemberProfile("Jun"),
                MemberRole.Admin,
                MemberStatus.Active,
                muted,
                planet.HeadAt,
                2,
                4,
                9
            ),
            member with
            {
                LastReadAt = null,
            }
        );
        Assert.NotNull(member.LastReadAt);
        var stored = await _rig.Planets.ClaimAsync(planet.Id, Cancellation);
        Assert.Equal(
            ("Busan", 2, new PlanetSettings(5, false, false, 60), (DateTimeOffset?)planet.HeadAt),
            (stored!.Name, stored.MemberCount, stored.Settings, stored.ArchivedAt)
        );
    }

    [Fact]
    public async Task A_full_lane_refuses_at_once_and_writes_what_it_took()
    {
        await using var one = await StorageRig.OpenAsync(
            database.ConnectionString,
            options => options with { Lanes = 1, LaneQueue = 2 }
        );
        var planets = await one.PlanetsAsync(3);

        var outcomes = await one.TogetherAsync([.. planets.Select(planet => planet.Send("text"))]);

        Assert.IsType<BatchOutcome.Committed>(outcomes[0]);
        Assert.IsType<BatchOutcome.Committed>(outcomes[1]);
        Assert.Equal(new BatchOutcome.Failed("full"), outcomes[2]);
    }

    [Fact]
    public async Task A_stopping_writer_writes_what_waits_and_refuses_the_rest()
    {
        var rig = await OneLaneAsync();
        var planets = new[] { await rig.PlanetAsync(), await rig.PlanetAsync(), await rig.PlanetAsync() };
        var taken = planets[..2].Select(planet => rig.Writer.WriteAsync(planet.Send("text"), Cancellation)).ToArray();
        var stopped = rig.Writer.StopAsync();

        var late = await rig.Writer.WriteAsync(planets[2].Send("late"), Cancellation);
        await stopped;

        Assert.All(await Task.WhenAll(taken), outcome => Assert.IsType<BatchOutcome.Committed>(outcome));
        Assert.Equal(new BatchOutcome.Failed("stopping"), late);
        await rig.DisposeAsync();
    }

    [Fact]
    public async Task A_batch_that_was_given_up_while_it_waited_writes_nothing()
    {
        await using var one = await OneLaneAsync();
        var planet = await one.PlanetAsync();

        var outcome = await one.Writer.WriteAsync(planet.Send("given up"), new CancellationToken(canceled: true));

        Assert.Equal(new BatchOutcome.Failed("cancelled"), outcome);
        await _rig.AssertDenseAsync(planet.Id, 0);
    }

    private Task<StorageRig> OneLaneAsync() =>
        StorageRig.OpenAsync(database.ConnectionString, options => options with { Lanes = 1, LanePlanets = 200 });
}
