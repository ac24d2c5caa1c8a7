using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>Edits, deletions, reactions, members and replies stand as they were acknowledged.</summary>
public sealed class ChangesTests
{
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
            Sound with
            {
                Memberships = [.. Sound.Memberships, new MembershipChange("p", "guest", "active", 1)],
            },
            "user guest was active, left, active; the events say active, left",
            "user guest was active last and is no member"
        );

    [Fact]
    public void A_reply_that_is_not_counted_is_found() =>
        AssertBroken<RepliesCounted>(
            WithPlanet(planet => planet with { Replies = new Dictionary<long, int> { [1] = 0 } }),
            "message #1 says 0; its replies are #4"
        );
}
