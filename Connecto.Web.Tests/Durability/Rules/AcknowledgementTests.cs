using Connecto.Bench.History;
using static Connecto.Web.Tests.Durability.Rules.PlantedFault;

namespace Connecto.Web.Tests.Durability.Rules;

/// <summary>What was acknowledged stands once, in the order of the calls, and a retry answers it.</summary>
public sealed class AcknowledgementTests
{
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
    public void Sends_that_overtook_each_other_while_a_web_node_called_again_are_found()
    {
        var run = WithSend("b-1", send => send with { Answer = send.Answer! with { Call = 9, Duplicate = true } });

        AssertBroken<CallsKeepTheirOrder>(run with { IsCluster = true }, "b-2 (seq 5", "b-1 (seq 4", "call 9");
    }

    [Fact]
    public void A_duplicate_that_answers_a_clients_own_second_call_may_stand_before_it()
    {
        var run = WithSend(
            "b-1",
            send => send with { Attempts = 2, Answer = send.Answer! with { Call = 9, Duplicate = true } }
        );

        Assert.Null(HistoryCheck.Report(run));
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
}
