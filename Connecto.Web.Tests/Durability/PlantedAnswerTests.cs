using System.Text.Json;
using System.Text.Json.Serialization;
using Connecto.Bench.Clients;
using Connecto.Bench.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>What a client is given and should not be is told as a fault, each kind of it; what it should be is not.</summary>
public sealed class PlantedAnswerTests
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    private readonly List<string> _faults = [];
    private readonly PlanetCopy _copy;

    public PlantedAnswerTests() => _copy = new PlanetCopy("p", new ChatUser("u", "u", "token"), "c", _faults.Add);

    /// <summary>Revs of answers since rev 4 to the head 6, none of which is 5 and 6, and what is told of them.</summary>
    public static TheoryData<long[], string> WrongAnswers =>
        new()
        {
            { [4, 5, 6], "recovered since 4, rev 4 pin #1 came after rev 4" },
            { [6], "recovered since 4, rev 6 pin #1 came after rev 4" },
            { [5, 5, 6], "recovered since 4, rev 5 pin #1 came after rev 5" },
            { [6, 5], "recovered since 4, rev 5 pin #1 came after rev 6" },
            { [5, 6, 7], "recovered since 4 to 7" },
            { [5], "recovered since 4 to 5" },
            { [], "recovered since 4 to 4" },
        };

    [Fact]
    public void A_client_that_is_given_all_as_promised_tells_nothing()
    {
        Snapshot(4);
        Live(4, Pin(5), Pin(6));
        _copy.Stop();
        Recovered(6, head: 8, 7, 8);
        Live(8, Pin(9));

        Assert.Empty(_faults);
        Assert.Equal([4, 5, 6, 7, 8, 9], GivenRevs());
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public void An_answer_that_is_not_whole_is_told(long[] revs, string says)
    {
        Snapshot(4);

        Recovered(4, head: 6, revs);

        AssertTold(says);
    }

    [Theory]
    [MemberData(nameof(WrongAnswers))]
    public void An_answer_that_is_not_whole_is_told_where_live_events_were_there_before(long[] revs, string says)
    {
        Snapshot(4);
        Live(4, Pin(5), Pin(6));

        Recovered(4, head: 6, revs);

        AssertTold(says);
    }

    [Fact]
    public void Live_events_that_come_once_more_with_an_answer_are_taken_once()
    {
        Snapshot(4);
        Live(4, Pin(5));

        Recovered(4, head: 6, 5, 6);

        Assert.Empty(_faults);
        Assert.Equal([4, 5, 6], GivenRevs());
    }

    [Fact]
    public void An_answer_whose_live_events_came_before_it_is_told()
    {
        Snapshot(4);
        Live(4, Pin(5), Pin(6), Pin(7));

        Recovered(4, head: 6, 5, 6);

        AssertTold("recovered since 4 to 6, at 7 with the head 6");
    }

    [Fact]
    public void An_answer_with_events_to_who_asked_for_a_snapshot_is_told()
    {
        Recovered(null, head: 1, 1);

        AssertTold("recovered since , rev 1 pin #1 came after rev ");
    }

    [Fact]
    public void A_refusal_is_told()
    {
        Snapshot(4);

        Open(
            4,
            new
            {
                state = "denied",
                code = "not_member",
                headRev = 0,
            }
        );

        AssertTold("Subscribe since 4 answered denied not_member");
    }

    [Fact]
    public void A_snapshot_that_holds_a_message_twice_is_told()
    {
        Snapshot(4, 1, 2, 2);

        AssertTold("a snapshot at rev 4 holds #2 twice");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void Live_events_that_do_not_follow_what_the_client_has_are_told(long from)
    {
        Snapshot(4);

        Live(from, Pin(from + 1));

        AssertTold($"live events from rev {from} came at 4");
        Assert.False(_copy.IsLive);
    }

    [Theory]
    [InlineData(5, 7, "brought rev 7 pin #1 after rev 5")]
    [InlineData(5, 5, "brought rev 5 pin #1 after rev 5")]
    [InlineData(6, 5, "brought rev 6 pin #1 after rev 4")]
    public void Live_events_that_do_not_follow_each_other_are_told(long first, long second, string says)
    {
        Snapshot(4);

        Live(4, Pin(first), Pin(second));

        AssertTold(says);
    }

    [Fact]
    public void Live_events_to_who_has_left_are_told()
    {
        Snapshot(4);
        Live(4, Member(5, "left"));

        Live(5, Pin(6));

        AssertTold("was told of events from rev 5 after leaving at 5");
    }

    [Fact]
    public void Live_events_to_who_left_and_came_back_before_are_not_told()
    {
        Snapshot(4);
        Open(4, Answer(7, [Member(5, "left"), Member(6, "active"), Pin(7)]));

        Live(7, Pin(8));

        Assert.Empty(_faults);
        Assert.Equal([4, 5, 6, 7, 8], GivenRevs());
    }

    [Fact]
    public void A_client_that_waits_for_an_answer_takes_no_live_events()
    {
        Snapshot(4);
        _copy.Stop();

        Live(5, Pin(6));

        Assert.Empty(_faults);
        Assert.Equal(4, _copy.HeadRev);
    }

    private void Snapshot(long head, params long[] seqs)
    {
        var messages = seqs.Select(seq => new
        {
            seq,
            rev = seq,
            id = $"m{seq}",
            senderId = "u",
            createdAt = SoundRun.At(seq),
            readCount = 0,
            unreadCount = 0,
        });
        Open(
            null,
            new
            {
                state = "snapshot",
                headRev = head,
                headSeq = seqs.LastOrDefault(),
                snapshot = new { messages },
            }
        );
    }

    private void Recovered(long? since, long head, params long[] revs) => Open(since, Answer(head, revs.Select(Pin)));

    private static object Answer(long head, IEnumerable<object> events) =>
        new
        {
            state = "recovered",
            headRev = head,
            headSeq = 0,
            events,
        };

    private void Open(long? since, object opening) =>
        _copy.Open(JsonSerializer.SerializeToElement(opening, Json), since, TimeSpan.Zero);

    private void Live(long from, params object[] events) =>
        _copy.Events(JsonSerializer.SerializeToElement(new { fromRev = from, events }, Json));

    private static object Pin(long rev) =>
        new
        {
            rev,
            kind = "pin",
            seq = 1,
            on = true,
        };

    private static object Member(long rev, string status) =>
        new
        {
            rev,
            kind = "member",
            members = new[] { new { userId = "u", status } },
        };

    private IEnumerable<long> GivenRevs() => _copy.Record(0).Events.Select(step => step.Rev);

    private void AssertTold(string says) =>
        Assert.Contains(_faults, fault => fault.Contains(says, StringComparison.Ordinal));
}
