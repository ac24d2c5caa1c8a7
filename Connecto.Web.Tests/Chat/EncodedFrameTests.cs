using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Connecto.Delivery;
using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Web.Chat;
using Connecto.Web.SignalR;

namespace Connecto.Web.Tests.Chat;

/// <summary>What readers with different views are given of one frame, and that those who see the same share it.</summary>
public sealed class EncodedFrameTests
{
    private static readonly DateTimeOffset _at = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Who_joined_at_a_hidden_message_or_later_is_not_given_its_new_text()
    {
        var frame = Frame(Edited(1, seq: 3, hidden: true), Edited(2, seq: 7, hidden: true));

        Assert.Equal(["text 3", "text 7"], Texts(frame, new ReaderView(2, Blind: false)));
        Assert.Equal([null, "text 7"], Texts(frame, new ReaderView(3, Blind: false)));
        Assert.Equal([null, null], Texts(frame, new ReaderView(7, Blind: false)));
    }

    [Fact]
    public void Where_history_is_visible_everybody_is_given_the_text()
    {
        var frame = Frame(Edited(1, seq: 3, hidden: false));

        Assert.Equal(["text 3"], Texts(frame, new ReaderView(100, Blind: false)));
    }

    [Fact]
    public void Who_hides_his_receipts_is_shown_none()
    {
        var frame = Frame(new MessagePosted(1, _at, Counted(readCount: 2, unreadCount: 5)));
        var told = Parse(Get(frame, new ReaderView(0, Blind: true)));
        var others = Parse(Get(frame, default));

        var message = Assert.Single(told).GetProperty("arguments")[0].GetProperty("events")[0].GetProperty("message");
        Assert.Equal(0, message.GetProperty("readCount").GetInt32());
        Assert.Equal(0, message.GetProperty("unreadCount").GetInt32());
        Assert.Equal(["events", "receipts", "counts"], others.Select(call => call.GetProperty("target").GetString()));
    }

    [Fact]
    public void Readers_who_see_the_same_share_one_encoding()
    {
        var ordinary = Frame(Edited(1, seq: 3, hidden: false));
        Assert.Same(Only(ordinary, new ReaderView(0, false)), Only(ordinary, new ReaderView(50, false)));

        var hidden = Frame(Edited(1, seq: 3, hidden: true));
        Assert.Same(Only(hidden, new ReaderView(3, false)), Only(hidden, new ReaderView(50, false)));
        Assert.Same(Only(hidden, new ReaderView(0, false)), Only(hidden, new ReaderView(2, false)));
        Assert.NotSame(Only(hidden, new ReaderView(2, false)), Only(hidden, new ReaderView(3, false)));
        Assert.Same(Only(hidden, new ReaderView(0, true)), Only(hidden, new ReaderView(1, true)));
    }

    [Fact]
    public void What_is_encoded_already_is_given_without_making_anything()
    {
        var frame = Frame(Edited(1, seq: 3, hidden: true));
        Get(frame, new ReaderView(9, false));

        // The runtime makes something of its own on this thread now and then, so one of some rounds counts.
        Assert.Contains(0, Enumerable.Range(0, 20).Select(_ => AllocatedByGets()));

        long AllocatedByGets()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
            {
                Get(frame, new ReaderView(9, false));
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static EncodedFrame Frame(params PlanetEvent[] events) =>
        new(
            new PlanetFrame(
                new Snowflake(1),
                1,
                0,
                [.. events],
                [new CounterChange(1, [new ReceiptMove(new Snowflake(2), 0, 1)], [new MessageCount(1, 1, 0)])]
            )
        );

    private static Message Counted(int readCount, int unreadCount) =>
        new()
        {
            Id = new Snowflake(1),
            PlanetId = new Snowflake(1),
            Seq = 1,
            Rev = 1,
            SenderId = new Snowflake(2),
            CreatedAt = _at,
            ReadCount = readCount,
            UnreadCount = unreadCount,
        };

    private static MessageEdited Edited(long rev, long seq, bool hidden) =>
        new(rev, _at, seq, $"text {seq}", _at) { HistoryHidden = hidden };

    private static ImmutableArray<OutgoingMessage> Get(EncodedFrame frame, ReaderView view) =>
        frame.Get(afterRev: 0, throughRev: frame.LastRev, afterTick: 0, view);

    private static OutgoingMessage Only(EncodedFrame frame, ReaderView view) => Assert.Single(Get(frame, view));

    private static List<string?> Texts(EncodedFrame frame, ReaderView view) =>
        [
            .. Parse(Get(frame, view))[0]
                .GetProperty("arguments")[0]
                .GetProperty("events")
                .EnumerateArray()
                .Select(change => change.TryGetProperty("text", out var text) ? text.GetString() : null),
        ];

    private static List<JsonElement> Parse(ImmutableArray<OutgoingMessage> messages) =>
        [
            .. messages.SelectMany(message =>
                Encoding
                    .UTF8.GetString(message.Records.Span)
                    .Split('\x1e', StringSplitOptions.RemoveEmptyEntries)
                    .Select(record => JsonElement.Parse(record))
            ),
        ];
}
