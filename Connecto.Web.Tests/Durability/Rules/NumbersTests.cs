using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>Numbers without a gap, a double or a step back in time.</summary>
public sealed class NumbersTests
{
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
    public void First_messages_that_nobody_has_any_more_are_found()
    {
        static List<MessageState> Left(IEnumerable<MessageState> all) => [.. all.Where(message => message.Seq > 2)];
        var run = WithPlanet(planet => planet with { Messages = Left(planet.Messages) });
        run = run with { Copies = [.. run.Copies.Select(copy => copy with { Messages = Left(copy.Messages) })] };

        AssertBroken<DenseNumbers>(run, "after seq 0 comes 3");
        AssertBroken<AcknowledgedOnce>(run, "seq 1 is there 0 times", "seq 2 is there 0 times");
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
}
