using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>What inboxes say against cursors, joinings, deletions and mentions.</summary>
public sealed class BadgesTests
{
    [Fact]
    public void A_badge_that_drifted_is_found() =>
        AssertBroken<BadgesFollowCursors>(
            WithInbox("silent", new Badge("p", 0, 4, 1)),
            "the inbox of silent at client silent says 4 unread, 1 mentions, read to 0; "
                + "his cursor and the messages give 5 unread, 1 mentions, read to 0"
        );

    [Fact]
    public void A_deleted_message_that_still_counts_is_found() =>
        AssertBroken<BadgesFollowCursors>(WithInbox("b'", new Badge("p", 5, 1, 0)), "b at client b' says 1 unread");

    [Fact]
    public void A_mention_in_a_deleted_message_that_still_counts_is_found() =>
        AssertBroken<BadgesFollowCursors>(WithInbox("silent", new Badge("p", 0, 5, 2)), "says 5 unread, 2 mentions");

    [Fact]
    public void A_message_of_ones_own_that_counts_is_found() =>
        AssertBroken<BadgesFollowCursors>(
            WithInbox("b", new Badge("p", 4, 1, 0)),
            "says 1 unread, 0 mentions, read to 4",
            "give 0 unread, 0 mentions, read to 5"
        );

    [Fact]
    public void A_message_from_before_ones_joining_that_counts_is_found()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Members =
                [
                    .. planet.Members.Select(member => member with { JoinedSeq = member.UserId == "silent" ? 4 : 0 }),
                ],
            }
        );

        AssertBroken<BadgesFollowCursors>(run, "says 5 unread", "give 1 unread, 0 mentions, read to 4");
    }

    [Fact]
    public void A_badge_stays_at_999()
    {
        var run = WithPlanet(planet =>
            planet with
            {
                Messages =
                [
                    .. planet.Messages,
                    .. Enumerable.Range(7, 1000).Select(seq => planet.Messages[0] with { Seq = seq }),
                ],
                Members = [new MemberCursor("silent", 0, 0)],
            }
        );
        IEnumerable<string> BrokenBy(long unread) =>
            new BadgesFollowCursors().Broken(
                run with
                {
                    Inboxes = [new InboxRecord("silent", "silent", [new Badge("p", 0, unread, 1)])],
                }
            );

        Assert.Empty(BrokenBy(999));
        Assert.NotEmpty(BrokenBy(1000));
    }

    [Fact]
    public void A_planet_that_an_inbox_lacks_is_found() =>
        AssertBroken<BadgesFollowCursors>(WithInbox("b"), "client b says nothing", "give 0 unread");

    [Fact]
    public void A_planet_that_an_inbox_has_twice_is_found() =>
        AssertBroken<BadgesFollowCursors>(
            WithInbox("a", new Badge("p", 6, 0, 0), new Badge("p", 6, 0, 0)),
            "read to 6 and 0 unread"
        );

    [Fact]
    public void A_planet_in_the_inbox_of_who_has_left_is_found() =>
        AssertBroken<BadgesFollowCursors>(WithInbox("guest", new Badge("p", 0, 5, 0)), "give nothing");

    private static RunRecord WithInbox(string client, params Badge[] badges) =>
        Sound with
        {
            Inboxes =
            [
                .. Sound.Inboxes.Select(inbox => inbox.Client == client ? inbox with { Badges = badges } : inbox),
            ],
        };
}
