using Connecto.Bench.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>
/// A small run in which all is well: clients a, b and another one of b's in one planet with a silent third member and a
/// guest who left; six messages, one reply, one edit, one deletion, mentions, and reactions of which one was taken away.
/// </summary>
internal static class SoundRun
{
    private const string Planet = "p";
    private const long HeadRev = 14;

    /// <summary>The time of the run's n-th event.</summary>
    public static string At(long rev) => $"2026-01-01T00:00:{rev:00}.000Z";

    public static RunRecord Make()
    {
        SentMessage[] sends =
        [
            Send("a", "a-0", seq: 1, rev: 2, call: 1),
            Send("b", "b-0", seq: 2, rev: 3, call: 1),
            Send("a", "a-1", seq: 3, rev: 4, call: 2),
            Send("b", "b-1", seq: 4, rev: 5, call: 2) with
            {
                Mentions = ["silent", "a"],
            },
            Send("b", "b-2", seq: 5, rev: 6, call: 3),
            Send("a", "a-2", seq: 6, rev: 8, call: 4) with
            {
                Mentions = ["silent"],
            },
        ];
        MessageState[] messages =
        [
            Message(sends[0]) with
            {
                Text = "a-0 edited",
                EditedAt = At(7),
                Rev = 7,
            },
            Message(sends[1]),
            Message(sends[2]),
            Message(sends[3]) with
            {
                ReplyToSeq = 1,
                Rev = 12,
                Reactions = "👍 1",
            },
            Message(sends[4]) with
            {
                Rev = 11,
            },
            Message(sends[5]) with
            {
                Text = null,
                DeletedAt = At(9),
                Rev = 9,
            },
        ];
        EventStep[] events =
        [
            new(2, "message", 1),
            new(3, "message", 2),
            new(4, "message", 3),
            new(5, "message", 4),
            new(6, "message", 5),
            new(7, "edited", 1),
            new(8, "message", 6),
            new(9, "deleted", 6),
            new(10, "reaction", 5, "b on 👍"),
            new(11, "reaction", 5, "b off 👍"),
            new(12, "reaction", 4, "a on 👍"),
            new(13, "member", null, "guest active"),
            new(14, "member", null, "guest left"),
        ];
        var counts = new Dictionary<long, MessageCounts>
        {
            [1] = new(1, 1),
            [2] = new(1, 1),
            [3] = new(1, 1),
            [4] = new(1, 1),
            [5] = new(1, 1),
            [6] = new(0, 2),
        };
        MemberCursor[] members = [new("a", 0, 6), new("b", 0, 5), new("silent", 0, 0)];
        var replies = messages.ToDictionary(message => message.Seq, message => message.Seq == 1 ? 1 : 0);
        return new RunRecord(
            [new PlanetRecord(Planet, 6, HeadRev, 1, messages, counts, replies, events, members)],
            sends,
            [
                new ChangedMessage(Planet, "a", 1, "a-0 edited", 7, 1, TimeSpan.FromSeconds(7)),
                new ChangedMessage(Planet, "a", 6, null, 9, 1, TimeSpan.FromSeconds(9)),
            ],
            [
                new ReactedMessage(Planet, "b", 5, "👍", true, 10, 1),
                new ReactedMessage(Planet, "b", 5, "👍", false, 11, 1),
                new ReactedMessage(Planet, "a", 4, "👍", true, 12, 1),
            ],
            [new MembershipChange(Planet, "guest", "left", 2)],
            [
                Copy("a", "a", 6, messages, events, counts),
                // He came when one event had gone by.
                Copy("b", "b", 5, messages, [new EventStep(2, EventStep.Snapshot, null), .. events.Skip(1)], counts),
                Copy("b", "b'", 4, messages, [new EventStep(HeadRev, EventStep.Snapshot, null)], counts),
                Copy("guest", "guest", 0, [], [.. events.TakeLast(1)], counts) with
                {
                    IsMember = false,
                },
            ],
            [
                new InboxRecord("a", "a", [new Badge(Planet, 6, 0, 0)]),
                new InboxRecord("b", "b", [new Badge(Planet, 5, 0, 0)]),
                new InboxRecord("b", "b'", [new Badge(Planet, 5, 0, 0)]),
                // Of six messages one was deleted, and of the two that mention him that one.
                new InboxRecord("silent", "silent", [new Badge(Planet, 0, 5, 1)]),
                new InboxRecord("guest", "guest", []),
            ],
            []
        );
    }

    private static CopyRecord Copy(
        string userId,
        string client,
        long cursor,
        IReadOnlyList<MessageState> messages,
        IReadOnlyList<EventStep> events,
        IReadOnlyDictionary<long, MessageCounts> counts
    )
    {
        var shown = new Dictionary<long, ShownText>
        {
            [1] = new("a-0 edited", 7, TimeSpan.FromSeconds(9)),
            [6] = new("a-2", 8, TimeSpan.FromSeconds(8)),
        };
        return new CopyRecord(Planet, userId, client, true, HeadRev, cursor, messages, events, counts, shown);
    }

    private static SentMessage Send(string userId, string name, long seq, long rev, int call)
    {
        var answer = new Acknowledgement($"m{seq}", seq, rev, At(rev), Duplicate: false, Connection: 1, call);
        return new SentMessage(Planet, userId, name, name, 1, answer, answer with { Duplicate = true, Call = 0 });
    }

    private static MessageState Message(SentMessage send)
    {
        var answer = send.Answer!;
        return new(
            answer.Seq,
            answer.Rev,
            answer.MessageId,
            send.UserId,
            send.Text,
            null,
            answer.CreatedAt,
            null,
            null
        );
    }
}
