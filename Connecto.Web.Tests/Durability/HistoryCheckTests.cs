using Connecto.Bench.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>Faults planted into a sound run are found, each by the rule that is about it.</summary>
public sealed class HistoryCheckTests
{
    private static readonly RunRecord _sound = SoundRun.Make();

    [Fact]
    public void A_sound_run_breaks_no_rule() => Assert.Null(HistoryCheck.Report(_sound));

    [Fact]
    public void A_hole_in_seq_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Messages = [.. planet.Messages.Where(message => message.Seq != 3)],
            }
        );

        AssertBroken<DenseNumbers>(run, "after seq 2 comes 4");
        AssertBroken<AcknowledgedOnce>(run, "seq 3 is there 0 times");
    }

    [Fact]
    public void A_hole_in_rev_is_found()
    {
        var run = WithPlanet(planet => planet with { Events = [.. planet.Events.Where(step => step.Rev != 5)] });

        AssertBroken<DenseNumbers>(run, "after rev 4 comes 6");
    }

    [Fact]
    public void A_message_with_the_rev_of_another_event_is_found() =>
        AssertBroken<DenseNumbers>(
            WithMessage(2, message => message with { Rev = 4 }),
            "its last event is rev 3 message #2"
        );

    [Fact]
    public void A_head_beyond_the_last_message_is_found() =>
        AssertBroken<DenseNumbers>(
            WithPlanet(planet => planet with { HeadSeq = 7 }),
            "seq ends at 6 and the head says 7"
        );

    [Fact]
    public void A_time_that_goes_back_is_found() =>
        AssertBroken<DenseNumbers>(
            WithMessage(4, message => message with { CreatedAt = SoundRun.At(1) }),
            "created_at goes back"
        );

    [Fact]
    public void A_message_that_stands_twice_is_found()
    {
        var run = WithPlanet(planet =>
        {
            var first = planet.Messages[1];
            var again = first with { Seq = 7, Rev = 15, Id = "m7" };
            return planet with
            {
                HeadSeq = 7,
                HeadRev = 15,
                Messages = [.. planet.Messages, again],
                Events = [.. planet.Events, new EventStep(15, "message", 7)],
            };
        });

        AssertBroken<AcknowledgedOnce>(run, "nobody was told of #7", "its text is that of b-0");
    }

    [Fact]
    public void A_number_given_to_two_sends_is_found()
    {
        var run = WithSend("b-0", send => send with { Answer = send.Answer! with { Seq = 1, MessageId = "m1" } });

        AssertBroken<AcknowledgedOnce>(run, "seq 1 was acknowledged to several: a-0 of a, b-0 of b");
    }

    [Fact]
    public void Two_messages_in_another_order_than_acknowledged_are_found()
    {
        var run = WithPlanet(planet => planet with { Messages = Swapped(planet.Messages, 4, 5) });

        AssertBroken<AcknowledgedOnce>(run, "b-1 of b", "b-2 of b");
        AssertBroken<CopiesAgree>(run, "client b");
    }

    [Fact]
    public void Sends_that_overtook_each_other_on_one_connection_are_found()
    {
        var run = WithSend("b-1", send => send with { Answer = send.Answer! with { Call = 9 } });

        AssertBroken<CallsKeepTheirOrder>(run, "b-2 (seq 5", "call 9");
    }

    [Fact]
    public void A_send_that_was_never_acknowledged_is_found() =>
        AssertBroken<AcknowledgedOnce>(
            WithSend("a-1", send => send with { Answer = null }),
            "a-1 of a",
            "was never answered"
        );

    [Fact]
    public void An_acknowledged_message_with_another_text_is_found() =>
        AssertBroken<AcknowledgedOnce>(WithMessage(2, message => message with { Text = "else" }), "there stands #2");

    [Fact]
    public void A_first_call_that_was_answered_as_a_duplicate_is_found() =>
        AssertBroken<AcknowledgedOnce>(
            WithSend("a-1", send => send with { Answer = send.Answer! with { Duplicate = true } }),
            "its only call was answered as a duplicate"
        );

    [Fact]
    public void In_a_cluster_a_first_call_may_be_answered_as_a_duplicate()
    {
        var run = WithSend("a-1", send => send with { Answer = send.Answer! with { Duplicate = true } });
        Assert.Null(HistoryCheck.Report(run with { IsCluster = true }));
    }

    [Fact]
    public void A_retry_that_answers_another_seq_is_found() =>
        AssertBroken<RetriesAnswerTheOriginal>(
            WithSend("a-1", send => send with { Retry = send.Retry! with { Seq = 6 } }),
            "a-1 of a, first seq 3",
            "then seq 6"
        );

    [Fact]
    public void A_retry_that_says_it_is_the_first_is_found() =>
        AssertBroken<RetriesAnswerTheOriginal>(
            WithSend("a-1", send => send with { Retry = send.Retry! with { Duplicate = false } }),
            "a-1 of a"
        );

    [Fact]
    public void A_lost_edit_is_found()
    {
        var run = WithMessage(1, message => message with { Text = "a-0", EditedAt = null, Rev = 2 });

        AssertBroken<ChangesStand>(run, "#1", "was last changed by");
    }

    [Fact]
    public void An_undone_deletion_is_found() =>
        AssertBroken<ChangesStand>(WithMessage(6, message => message with { Text = "a-2", DeletedAt = null }), "#6");

    [Fact]
    public void A_change_that_nobody_asked_for_is_found() =>
        AssertBroken<ChangesStand>(
            WithMessage(2, message => message with { Text = "else", EditedAt = SoundRun.At(9) }),
            "nobody was told of the change of #2"
        );

    [Fact]
    public void An_edit_without_its_event_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Events = [.. planet.Events.Select(step => step.Rev == 7 ? new EventStep(7, "reaction", 1) : step)],
            }
        );

        AssertBroken<ChangesStand>(run, "should be rev 7 edited #1; there stands rev 7 reaction #1");
    }

    [Fact]
    public void A_copy_that_missed_an_edit_is_found()
    {
        var run = WithCopy(
            "b",
            copy =>
                copy with
                {
                    Messages =
                    [
                        .. copy.Messages.Select(message => message.Seq == 1 ? message with { Text = "a-0" } : message),
                    ],
                }
        );

        AssertBroken<CopiesAgree>(run, "client b: holds\n#1");
    }

    [Fact]
    public void A_copy_that_lacks_a_message_is_found() =>
        AssertBroken<CopiesAgree>(
            WithCopy("b", copy => copy with { Messages = [.. copy.Messages.Skip(1)] }),
            "holds\nnothing"
        );

    [Fact]
    public void A_client_that_was_given_events_in_another_order_is_found()
    {
        var run = WithCopy(
            "a",
            copy => copy with { Events = [.. copy.Events.Take(2), copy.Events[3], copy.Events[2]] }
        );

        AssertBroken<StreamsAreWhole>(
            run,
            "client a: was given rev 5 message #4 after rev 3; before it: rev 2 message #1, rev 3 message #2",
            "was given rev 4 message #3 after rev 5"
        );
    }

    [Fact]
    public void A_client_that_was_given_an_event_twice_is_found() =>
        AssertBroken<StreamsAreWhole>(
            WithCopy("a", copy => copy with { Events = [.. copy.Events, copy.Events[^1]] }),
            "client a: was given rev 14 member (guest left) after rev 14"
        );

    [Fact]
    public void A_hole_that_no_snapshot_explains_is_found() =>
        AssertBroken<StreamsAreWhole>(
            WithCopy("a", copy => copy with { Events = [.. copy.Events.Where(step => step.Rev != 5)] }),
            "client a: was given rev 6 message #5 after rev 4"
        );

    [Fact]
    public void A_snapshot_of_before_is_found() =>
        AssertBroken<StreamsAreWhole>(
            WithCopy("a", copy => copy with { Events = [.. copy.Events, new EventStep(9, EventStep.Snapshot, null)] }),
            "client a: was given rev 9 snapshot after rev 14"
        );

    [Fact]
    public void A_copy_that_was_told_of_another_event_is_found()
    {
        var run = WithCopy(
            "a",
            copy =>
                copy with
                {
                    Events = [.. copy.Events.Select(step => step.Rev == 10 ? step with { Detail = "b on ❤️" } : step)],
                }
        );

        AssertBroken<CopiesAgree>(run, "client a: was given rev 10 reaction #5 (b on ❤️), a fresh reader");
    }

    [Fact]
    public void What_a_guest_was_told_before_he_left_is_looked_at_too() =>
        AssertBroken<CopiesAgree>(
            WithCopy("guest", copy => copy with { Events = [new EventStep(14, "pin", 1)] }),
            "client guest: was given rev 14 pin #1"
        );

    [Fact]
    public void A_copy_that_stayed_behind_is_found() =>
        AssertBroken<CopiesAgree>(
            WithCopy("b", copy => copy with { HeadRev = 8 }),
            "stands at rev 8, the planet at 14"
        );

    [Fact]
    public void A_reader_counted_twice_is_found()
    {
        var run = WithPlanet(planet => planet with { Counts = Counting(planet.Counts, 2, new MessageCounts(2, 0)) });

        AssertBroken<CountsFollowCursors>(run, "message #2 says 2 read, 0 unread, the cursors 1 read, 1 unread");
    }

    [Fact]
    public void A_live_count_that_missed_a_reader_is_found()
    {
        var run = WithCopy("b", copy => copy with { Counts = Counting(copy.Counts, 2, new MessageCounts(0, 2)) });

        AssertBroken<CountsFollowCursors>(run, "live at client b message #2 says 0 read, 2 unread");
    }

    [Fact]
    public void A_cursor_that_went_back_is_found() =>
        AssertBroken<CountsFollowCursors>(
            WithCopy("b'", copy => copy with { Cursor = 6 }),
            "user b has read to 6, the planet says 5"
        );

    [Fact]
    public void A_lost_reaction_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Events = Without(planet.Events, 12, new EventStep(12, "pin", 4)),
            }
        );

        AssertBroken<ReactionsStand>(run, "should be rev 12 reaction #4 (a on 👍); there stands rev 12 pin #4");
        AssertBroken<ReactionsStand>(run, "was the last one, and it is not there", "its events give it []");
    }

    [Fact]
    public void A_reaction_that_came_back_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Events = Without(planet.Events, 11, new EventStep(11, "pin", 5)),
            }
        );

        AssertBroken<ReactionsStand>(run, "was the last one, and it is there", "its events give it [👍 1]");
    }

    [Fact]
    public void A_reaction_counted_twice_is_found() =>
        AssertBroken<ReactionsStand>(
            WithMessage(4, message => message with { Reactions = "👍 2" }),
            "its events give it [👍 1]\n#4"
        );

    [Fact]
    public void A_guest_who_left_and_is_still_there_is_found()
    {
        var run = WithPlanet(planet => planet with { Members = [.. planet.Members, new MemberCursor("guest", 6, 6)] });

        AssertBroken<MembersStand>(run, "user guest was left last and is a member");
    }

    [Fact]
    public void A_leaving_that_was_carried_out_twice_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                HeadRev = 15,
                Events = [.. planet.Events, new EventStep(15, "member", null, "guest left")],
            }
        );

        AssertBroken<MembersStand>(run, "user guest was active, left; the events say active, left, left");
    }

    [Fact]
    public void A_joining_that_nobody_was_told_of_is_found() =>
        AssertBroken<MembersStand>(
            _sound with
            {
                Memberships = [.. _sound.Memberships, new MembershipChange("p", "guest", "active", 1)],
            },
            "user guest was active, left, active; the events say active, left",
            "user guest was active last and is no member"
        );

    [Fact]
    public void A_deleted_text_in_a_later_event_is_found() =>
        AssertBroken<DeletedTextsAreGone>(
            WithCopy("b", copy => copy with { Shown = Showing(copy, 6, new ShownText("a-2", 10, null)) }),
            "client b was shown the text of #6, deleted with rev 9",
            "by rev 10"
        );

    [Fact]
    public void A_deleted_text_in_a_later_answer_is_found() =>
        AssertBroken<DeletedTextsAreGone>(
            WithCopy("b", copy => copy with { Shown = Showing(copy, 6, new("a-2", 8, TimeSpan.FromSeconds(9.5))) }),
            "client b was shown the text of #6",
            "an answer to a call at 9.500 s: a-2"
        );

    [Fact]
    public void A_refused_send_that_stands_there_is_found()
    {
        var run = WithSend("a-1", send => send with { Answer = null, Retry = null, Refusal = "not_member" });

        AssertBroken<AcknowledgedOnce>(run, "nobody was told of #3", "its text is that of a-1");
    }

    [Fact]
    public void A_retry_that_is_refused_is_found() =>
        AssertBroken<RetriesAnswerTheOriginal>(
            WithSend("a-1", send => send with { Retry = null, Refusal = "not_member" }),
            "a-1 of a, first seq 3",
            "then nothing"
        );

    [Fact]
    public void A_reply_that_is_not_counted_is_found() =>
        AssertBroken<RepliesCounted>(
            WithPlanet(planet => planet with { Replies = new Dictionary<long, int> { [1] = 0 } }),
            "message #1 says 0; its replies are #4"
        );

    [Fact]
    public void A_fault_that_a_client_saw_is_told() =>
        AssertBroken<NoFaults>(_sound with { Faults = ["live events from rev 5 came at 3"] }, "live events from rev 5");

    private static void AssertBroken<TRule>(RunRecord run, params string[] says)
        where TRule : IHistoryRule, new()
    {
        var rule = new TRule();
        var lines = string.Join("\n", rule.Broken(run));

        Assert.Empty(rule.Broken(_sound));
        Assert.All(says, words => Assert.Contains(words, lines));
        Assert.Contains(rule.Says, HistoryCheck.Report(run));
    }

    private static RunRecord WithPlanet(Func<PlanetRecord, PlanetRecord> change) =>
        _sound with
        {
            Planets = [change(_sound.Planets[0])],
        };

    private static RunRecord WithMessage(long seq, Func<MessageState, MessageState> change) =>
        WithPlanet(planet =>
            planet with
            {
                Messages = [.. planet.Messages.Select(message => message.Seq == seq ? change(message) : message)],
            }
        );

    private static RunRecord WithSend(string name, Func<SentMessage, SentMessage> change) =>
        _sound with
        {
            Sends = [.. _sound.Sends.Select(send => send.ClientMessageId == name ? change(send) : send)],
        };

    private static RunRecord WithCopy(string client, Func<CopyRecord, CopyRecord> change) =>
        _sound with
        {
            Copies = [.. _sound.Copies.Select(copy => copy.Client == client ? change(copy) : copy)],
        };

    private static List<MessageState> Swapped(IReadOnlyList<MessageState> messages, long one, long other) =>
        [
            .. messages
                .Select(message =>
                    message.Seq == one ? message with { Seq = other }
                    : message.Seq == other ? message with { Seq = one }
                    : message
                )
                .OrderBy(message => message.Seq),
        ];

    private static Dictionary<long, MessageCounts> Counting(
        IReadOnlyDictionary<long, MessageCounts> counts,
        long seq,
        MessageCounts instead
    ) => new(counts) { [seq] = instead };

    private static List<EventStep> Without(IReadOnlyList<EventStep> events, long rev, EventStep instead) =>
        [.. events.Select(step => step.Rev == rev ? instead : step)];

    private static Dictionary<long, ShownText> Showing(CopyRecord copy, long seq, ShownText instead) =>
        new(copy.Shown) { [seq] = instead };
}
