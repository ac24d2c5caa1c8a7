using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;
using Connecto.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Orleans;
using static Connecto.Tests.Support.PlanetCluster;

namespace Connecto.Tests.Planets;

/// <summary>One planet against a real PostgreSQL: order, idempotency, and what survives.</summary>
public sealed class PlanetGrainTests(FreshDatabase database) : IClassFixture<FreshDatabase>, IAsyncLifetime
{
    private PlanetCluster _cluster = null!;
    private Snowflake _ann;
    private Snowflake _bob;

    public async ValueTask InitializeAsync()
    {
        _cluster = await StartAsync(database.ConnectionString);
        var users = await AddUsersAsync(database.Source, 2);
        (_ann, _bob) = (users[0], users[1]);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Messages_are_numbered_densely_in_the_order_of_the_calls()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var sends = Enumerable
            .Range(1, 1000)
            .Select(i => _cluster.SendAsync(planet, Message(_ann, $"k{i}", $"text {i}")))
            .ToList();
        var results = await Task.WhenAll(sends);

        Assert.Equal(Enumerable.Range(1, 1000).Select(i => (long)i), results.Select(result => result.Seq));
        Assert.Equal(Enumerable.Range(2, 1000).Select(i => (long)i), results.Select(result => result.Rev));
        var page = await planet.Messages(_bob, new PageRequest(null, null, null, 100));
        Assert.Equal(Enumerable.Range(901, 100).Select(i => $"text {i}"), page.Items.Select(message => message.Text));
        Assert.True(page.HasBefore);
        Assert.False(page.HasAfter);
    }

    [Fact]
    public async Task A_page_after_a_seq_beyond_all_bounds_is_empty()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        await Task.WhenAll(Enumerable.Range(1, 3).Select(i => _cluster.SendAsync(planet, Message(_ann, $"k{i}"))));

        var page = await planet.Messages(_ann, new PageRequest(null, After: long.MaxValue, null, Limit: 2));

        Assert.Empty(page.Items);
        Assert.True(page.HasBefore);
        Assert.False(page.HasAfter);
    }

    [Fact]
    public async Task The_same_key_sent_twice_at_once_makes_one_message()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var results = await Task.WhenAll(
            _cluster.SendAsync(planet, Message(_ann, "k")),
            _cluster.SendAsync(planet, Message(_ann, "k"))
        );

        Assert.Equal(1, results[0].Seq);
        Assert.Equal(results[0] with { Duplicate = true }, results[1]);
        Assert.Equal(1, (await planet.Get(_ann)).HeadSeq);
    }

    [Fact]
    public async Task Another_request_that_comes_together_with_one_of_the_same_key_is_judged_by_what_becomes_of_that()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        await planet.SetMember(_ann, _bob, new MemberPatch(null, null, DateTimeOffset.MaxValue));

        var outcomes = await planet.Post([
            Message(_ann, "k", "one"),
            Message(_ann, "k", "two"),
            Message(_bob, "k", "one"),
            Message(_bob, "k", "two"),
        ]);

        Assert.Equal(1, outcomes[0].Result!.Seq);
        Assert.Equal(
            [ErrorCode.IdempotencyMismatch, ErrorCode.Muted, ErrorCode.Muted],
            outcomes[1..].Select(outcome => outcome.Code)
        );
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        await _cluster.SendAsync(planet, Message(_ann, "k", "one"));
        await Refused(ErrorCode.IdempotencyMismatch, () => _cluster.SendAsync(planet, Message(_ann, "k", "two")));
        Assert.False((await _cluster.SendAsync(planet, Message(_bob, "k", "one"))).Duplicate);
    }

    [Fact]
    public async Task A_retry_answers_the_original_after_edit_delete_and_removal()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var original = await _cluster.SendAsync(planet, Message(_bob, "k"));
        var retried = original with { Duplicate = true };

        await planet.Edit(_bob, 1, "edited");
        Assert.Equal(retried, await _cluster.SendAsync(planet, Message(_bob, "k")));
        await planet.Delete(_bob, 1);
        Assert.Equal(retried, await _cluster.SendAsync(planet, Message(_bob, "k")));
        await planet.SetMember(_ann, _bob, new MemberPatch(null, MemberStatus.Removed, null));
        Assert.Equal(retried, await _cluster.SendAsync(planet, Message(_bob, "k")));
        await Refused(ErrorCode.NotMember, () => _cluster.SendAsync(planet, Message(_bob, "new")));
    }

    [Fact]
    public async Task A_duplicate_from_outside_memory_amid_new_sends_leaves_no_hole()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var original = await _cluster.SendAsync(planet, Message(_bob, "old"));
        await Task.WhenAll(
            Enumerable
                .Range(0, RecentMessages.Capacity + 10)
                .Select(i => _cluster.SendAsync(planet, Message(_ann, $"a{i}")))
        );

        var before = (await planet.Get(_ann)).HeadSeq;
        var sends = new List<Task<SendResult>>();
        for (var i = 0; i < 20; i++)
        {
            sends.Add(_cluster.SendAsync(planet, Message(_ann, $"b{i}")));
            sends.Add(_cluster.SendAsync(planet, Message(_bob, i == 10 ? "old" : $"c{i}")));
        }
        var results = await Task.WhenAll(sends);

        Assert.Equal(original with { Duplicate = true }, results[21]);
        var fresh = results.Where(result => !result.Duplicate).Select(result => result.Seq);
        Assert.Equal(Enumerable.Range(1, 39).Select(i => before + i), fresh);
        await planet.SetMember(_ann, _bob, new MemberPatch(null, MemberStatus.Removed, null));
        Assert.Equal(original with { Duplicate = true }, await _cluster.SendAsync(planet, Message(_bob, "old")));
    }

    [Fact]
    public async Task Send_edit_and_delete_in_one_batch_all_stand_as_events()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var id = new Snowflake(planet.GetPrimaryKeyLong());
        var store = _cluster.Services.GetRequiredService<PlanetStore>();
        var state = new PlanetState((await store.ClaimAsync(id))!, await store.MembersAsync(id), []);
        var draft = new PlanetDraft(
            state,
            TimeProvider.System.GetUtcNow(),
            _cluster.Services.GetRequiredService<SnowflakeGenerator>().Next
        );

        var sent = MessageChanges.Send(draft, Message(_ann, "k", "draft"), new byte[16]);
        MessageChanges.Edit(draft, _ann, sent.Seq, "final");
        MessageChanges.Send(draft, Message(_bob, "other"), new byte[16]);
        MessageChanges.Delete(draft, _ann, sent.Seq);
        MemberChanges.Leave(draft, _bob);
        Assert.Equal(
            new BatchOutcome.Committed(),
            await _cluster.Services.GetRequiredService<MessageWriter>().WriteAsync(draft.ToBatch())
        );

        var rows = await Events(planet);
        Assert.Equal([1, 2, 3, 4, 5, 6], rows.Select(row => row.Rev));
        Assert.Equal(
            [
                EventKind.Member,
                EventKind.Message,
                EventKind.Edited,
                EventKind.Message,
                EventKind.Deleted,
                EventKind.Member,
            ],
            rows.Select(row => row.Kind)
        );
        var message = await planet.Message(_ann, sent.Seq);
        Assert.Equal((null, 5), (message.Text, message.Rev));
        Assert.Equal((2, 1), ((await planet.Get(_ann)).HeadSeq, (await planet.Get(_ann)).MemberCount));
        var retry = await _cluster.SendAsync(planet, Message(_ann, "other key"));
        Assert.Equal((3, 7), (retry.Seq, retry.Rev));
    }

    [Fact]
    public async Task Everything_acknowledged_is_there_after_a_crash()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var id = new Snowflake(planet.GetPrimaryKeyLong());
        await Task.WhenAll(
            Enumerable.Range(1, 30).Select(i => _cluster.SendAsync(planet, Message(_ann, $"k{i}", $"text {i}")))
        );
        await _cluster.SendAsync(planet, Message(_bob, "reply", replyToSeq: 3));
        await planet.Edit(_ann, 5, "edited");
        await planet.Delete(_ann, 6);
        var before = await planet.Open(_bob, sinceRev: 1);
        await _cluster.KillAsync();

        await using var next = await StartAsync(database.ConnectionString);
        var after = await next.Planet(id).Open(_bob, sinceRev: 1);

        Assert.Equal(OpeningState.Recovered, after.State);
        Assert.Equal(Texts(before), Texts(after));
        Assert.Equal(before.HeadRev, after.HeadRev);
        Assert.Equal(1, (await next.Planet(id).Message(_ann, 3)).ReplyCount);
        Assert.True((await next.SendAsync(next.Planet(id), Message(_ann, "k7", "text 7"))).Duplicate);

        static List<(long, string?)> Texts(Opening opening) =>
            [.. opening.Events!.Value.Select(e => (e.Rev, (e as MessagePosted)?.Message.Text))];
    }

    [Fact]
    public async Task The_stale_one_of_two_activations_writes_nothing()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        var id = new Snowflake(planet.GetPrimaryKeyLong());
        await _cluster.SendAsync(planet, Message(_ann, "1"));

        await using var other = await StartAsync(database.ConnectionString);
        Assert.Equal(2, (await other.SendAsync(other.Planet(id), Message(_ann, "2"))).Seq);
        await Refused(ErrorCode.Unavailable, () => _cluster.SendAsync(planet, Message(_ann, "3")));

        // The retry finds a new activation, which fences the other one in turn.
        Assert.Equal(3, (await RetriedAsync(() => _cluster.SendAsync(planet, Message(_ann, "3")))).Seq);
        await Refused(ErrorCode.Unavailable, () => other.SendAsync(other.Planet(id), Message(_ann, "4")));
        Assert.Equal(4, (await RetriedAsync(() => other.SendAsync(other.Planet(id), Message(_ann, "4")))).Seq);
        Assert.Equal([1, 2, 3, 4, 5], (await Events(planet)).Select(row => row.Rev));
    }

    [Fact]
    public async Task Who_is_not_a_member_sees_and_does_nothing()
    {
        var planet = await _cluster.CreateAsync(_ann);
        await Refused(ErrorCode.NotFound, () => planet.Get(_bob));
        await Refused(ErrorCode.NotFound, () => _cluster.SendAsync(planet, Message(_bob, "k")));
        await Refused(ErrorCode.NotFound, () => planet.Messages(_bob, new PageRequest(null, null, null, 20)));
        await Refused(ErrorCode.NotFound, () => planet.MarkRead(_bob, 1));
        Assert.Equal("not_found", (await planet.Open(_bob, null)).Code);
        await Refused(ErrorCode.NotFound, () => _cluster.Planet(new Snowflake(4711)).Get(_bob));
        Assert.Equal("not_found", (await _cluster.Planet(new Snowflake(4711)).Open(_bob, null)).Code);
    }

    [Fact]
    public async Task Joining_anew_starts_at_the_head_and_a_replay_from_before_is_a_snapshot()
    {
        var planet = await _cluster.CreateAsync(_ann, _bob);
        await _cluster.SendAsync(planet, Message(_ann, "1"));
        var left = await planet.Leave(_bob);
        await _cluster.SendAsync(planet, Message(_ann, "2"));
        var joined = await planet.Join(_bob);

        Assert.Equal(joined, await planet.Join(_bob));
        Assert.Equal(OpeningState.Snapshot, (await planet.Open(_bob, left)).State);
        var opening = await planet.Open(_bob, joined);
        Assert.Equal(OpeningState.Recovered, opening.State);
        Assert.Equal([new MessageCount(1, 0, 0), new MessageCount(2, 0, 0)], opening.Counts!.Value);
        var third = await _cluster.SendAsync(planet, Message(_ann, "3"));
        await planet.MarkRead(_bob, third.Seq);
        Assert.Equal((1, 0), Counts(await planet.Message(_ann, third.Seq)));
    }

    private static (int, int) Counts(Message message) => (message.ReadCount, message.UnreadCount);

    private Task<IReadOnlyList<EventRow>> Events(IPlanetGrain planet) =>
        _cluster
            .Services.GetRequiredService<EventStore>()
            .AfterAsync(new Snowflake(planet.GetPrimaryKeyLong()), 0, 1000);
}
