using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Tests.Planets;

/// <summary>What a planet's memory holds after batches that are hard to bring about from outside.</summary>
public sealed class PlanetStateTests
{
    private static readonly Snowflake _ann = new(1);
    private static readonly Snowflake _bob = new(2);
    private static readonly Snowflake _newId = new(9_999);
    private static readonly DateTimeOffset _then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Who_leaves_and_comes_back_within_one_batch_begins_anew()
    {
        var state = StateOf(headSeq: 1);
        var draft = new PlanetDraft(state, _then, () => _newId);

        MemberChanges.Leave(draft, _bob);
        MemberChanges.Join(draft, _bob, _ => new MemberProfile("Bob"));
        state.Apply(draft, new NoCounters());

        Assert.Equal([new MessageCount(1, 0, 0)], state.Cursors.Counts(1, [_ann]));
    }

    [Fact]
    public void What_a_member_sets_while_a_batch_about_him_is_written_outlasts_it()
    {
        var state = StateOf(headSeq: 1);
        var draft = new PlanetDraft(state, _then, () => _newId);
        draft.Change(draft.Member(_ann)! with { Role = MemberRole.Owner });
        MemberChanges.Set(draft, _ann, _bob, new MemberPatch(MemberRole.Admin, null, null), _ => null);

        state.Show(_bob, new MemberProfile("Bob", HidesReceipts: true));
        state.SetNotifications(_bob, NotificationLevel.None);
        state.Apply(draft, new NoCounters());

        var bob = state.Member(_bob)!;
        Assert.Equal((MemberRole.Admin, NotificationLevel.None), (bob.Role, bob.Notifications));
        Assert.Equal(new MemberProfile("Bob", HidesReceipts: true), bob.Profile);
        Assert.True(state.Cursors.IsHidden(_bob));
    }

    [Fact]
    public void Who_has_left_the_travel_is_notified_of_nothing_although_his_membership_has_not_ended()
    {
        var state = StateOf(headSeq: 0, bobHasLeftTravel: true);
        var draft = new PlanetDraft(state, _then, () => _newId);

        MessageChanges.Send(draft, new SendRequest(_ann, "new", "@bob", null, [_bob]), []);

        Assert.Empty(draft.Notifications);
    }

    [Fact]
    public void A_message_for_which_there_is_no_id_leaves_no_hole()
    {
        var hasIds = false;
        Snowflake Next() => hasIds ? _newId : throw new ChatException(ErrorCode.Unavailable);
        var draft = new PlanetDraft(StateOf(headSeq: 1), _then, Next);

        Assert.Throws<ChatException>(() => MessageChanges.Send(draft, new SendRequest(_ann, "lost", "", null, []), []));
        hasIds = true;
        var sent = MessageChanges.Send(draft, new SendRequest(_ann, "new", "new", null, []), []);

        Assert.Equal((2, 1), (sent.Seq, draft.Events.Count));
    }

    [Fact]
    public void An_edit_is_told_even_when_its_batch_pushes_the_message_out_of_memory()
    {
        var state = StateOf(headSeq: RecentMessages.Capacity);
        var draft = new PlanetDraft(state, _then, () => _newId);

        MessageChanges.Edit(draft, _ann, 1, "edited");
        MessageChanges.Send(draft, new SendRequest(_ann, "new", "new", null, []), []);
        state.Apply(draft, new NoCounters());

        Assert.False(state.Messages.TryGet(1, out _));
        var told = Assert.IsType<MessageEdited>(PlanetView.AsPosted(state, draft.Events[0], draft));
        Assert.Equal("edited", told.Text);
    }

    [Fact]
    public void A_message_sent_reacted_to_and_pinned_in_one_batch_is_written_so()
    {
        var state = StateOf(headSeq: 1);
        var draft = new PlanetDraft(state, _then, () => _newId);
        draft.Change(draft.Member(_ann)! with { Role = MemberRole.Owner });

        MessageChanges.Send(draft, new SendRequest(_bob, "new", "new", null, []), []);
        MessageChanges.React(draft, _ann, 2, "🎉", on: true);
        MessageChanges.React(draft, _bob, 2, "🎉", on: true);
        MessageChanges.React(draft, _bob, 2, "🎉", on: false);
        MessageChanges.Pin(draft, _ann, 2, on: true);
        var batch = draft.ToBatch();

        Assert.Equal((7, _then), (batch.NewMessages.Single().Rev, batch.NewMessages.Single().PinnedAt));
        Assert.Equal([(_ann, true), (_bob, false)], batch.Reactions.Select(reaction => (reaction.UserId, reaction.On)));
        Assert.Equal(5, batch.Events.Count);
    }

    private static PlanetState StateOf(int headSeq, bool bobHasLeftTravel = false)
    {
        var row = new StoredPlanet(
            new Snowflake(7),
            PlanetKind.Group,
            null,
            "planet",
            2,
            new PlanetSettings(),
            null,
            _then,
            1,
            headSeq,
            headSeq + 1,
            _then
        );
        var bob = Member(_bob) with { HasLeftTravel = bobHasLeftTravel };
        return new PlanetState(row, [Member(_ann), bob], [.. Enumerable.Range(1, headSeq).Select(Message)]);
    }

    private static StoredMember Member(Snowflake id) =>
        new(id, new MemberProfile("name"), MemberRole.Member, MemberStatus.Active, null, _then, 0, 1, 0);

    private static StoredMessage Message(int seq) =>
        new(
            new Snowflake(100 + seq),
            seq,
            seq + 1,
            seq + 1,
            _ann,
            MessageType.Text,
            "text",
            null,
            [],
            0,
            $"k{seq}",
            [],
            _then,
            null,
            null
        );

    private sealed class NoCounters : ICounterSink
    {
        public void CursorMoved(Snowflake userId, long from, long to) { }

        public void ReplyCounted(long seq, int count) { }
    }
}
