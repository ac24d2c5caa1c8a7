using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>What clients were given and hold, and the counts that follow from it.</summary>
public sealed class CopiesTests
{
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
}
