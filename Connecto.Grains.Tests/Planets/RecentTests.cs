using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;
using Connecto.Storage;

namespace Connecto.Tests.Planets;

/// <summary>What a planet keeps of its newest messages and events, by number and by size.</summary>
public sealed class RecentTests
{
    private static readonly Snowflake _ann = new(1);
    private static readonly DateTimeOffset _then = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Large_messages_are_let_go_of_before_there_are_many()
    {
        var recent = Loaded(0);
        for (var seq = 1; seq <= 600; seq++)
        {
            recent.Append(Message(seq, length: MessageText.MaxLength));
            recent.Trim();
        }

        var kept = Enumerable.Range((int)recent.First, recent.Count).Select(seq => Kept(recent, seq)).ToList();

        Assert.InRange(kept.Sum(RecentMessages.BytesOf), 1, RecentMessages.MaxBytes);
        Assert.Equal(600, kept[^1].Seq);
        Assert.NotNull(recent.Find(_ann, "k600"));
        Assert.Null(recent.Find(_ann, "k1"));
    }

    [Fact]
    public void The_newest_hundred_stay_however_large_they_grow()
    {
        var recent = Loaded(200);
        for (var seq = 1; seq <= 200; seq++)
        {
            recent.Replace(Message(seq, length: 100_000));
        }
        recent.Trim();

        Assert.Equal(RecentMessages.Least, recent.Count);
        Assert.Equal(101, recent.First);
    }

    [Fact]
    public void Messages_that_become_small_again_make_room()
    {
        var recent = Loaded(200);
        for (var seq = 1; seq <= 200; seq++)
        {
            recent.Replace(Message(seq, length: 100_000));
            recent.Replace(Message(seq, length: 1));
        }
        recent.Trim();

        Assert.Equal(200, recent.Count);
    }

    [Fact]
    public void Older_messages_stay_while_they_are_needed_and_are_bounded_afterwards()
    {
        var recent = Loaded(0, head: 10_000);
        for (var seq = 1; seq <= 500; seq++)
        {
            recent.KeepOlder(Message(seq, length: MessageText.MaxLength));
        }
        Assert.Equal(500, recent.Count);

        recent.TrimOlder();
        Assert.InRange(recent.Count, 1, RecentMessages.MaxOlderBytes / (2 * MessageText.MaxLength));
        Assert.True(recent.TryGet(500, out _));
    }

    [Fact]
    public void Large_events_are_let_go_of_before_there_are_many()
    {
        var recent = new RecentEvents(0);
        for (var rev = 1; rev <= 20; rev++)
        {
            recent.Append(Event(rev, length: 100_000));
        }

        Assert.Equal(20, recent.Head);
        Assert.InRange(recent.Count, 1, RecentEvents.MaxBytes / 200_000);
        Assert.Equal([20L], recent.After(19, 10).Select(row => row.Rev));
    }

    [Fact]
    public void Older_events_are_put_in_front_as_far_as_they_fit()
    {
        var recent = new RecentEvents(20);
        recent.Prepend([.. Enumerable.Range(11, 10).Select(rev => Event(rev, length: 1))]);
        Assert.Equal((11L, false), (recent.First, recent.IsFull));

        recent.Prepend([.. Enumerable.Range(1, 10).Select(rev => Event(rev, length: 100_000))]);
        Assert.Equal(
            Enumerable.Range((int)recent.First, recent.Count),
            recent.After(recent.First - 1, 99).Select(row => (int)row.Rev)
        );
        Assert.InRange(recent.First, 5, 7);
        Assert.True(recent.IsFull);
    }

    private static RecentMessages Loaded(int count, int? head = null)
    {
        var recent = new RecentMessages();
        recent.Load([.. Enumerable.Range(1, count).Select(seq => Message(seq, length: 1))], head ?? count);
        return recent;
    }

    private static StoredMessage Kept(RecentMessages recent, long seq)
    {
        Assert.True(recent.TryGet(seq, out var message));
        return message;
    }

    private static EventRow Event(long rev, int length) =>
        new(rev, EventKind.Member, null, _ann, _then, new string('x', length));

    private static StoredMessage Message(long seq, int length) =>
        new(
            new Snowflake(100 + seq),
            seq,
            seq + 1,
            seq + 1,
            _ann,
            MessageType.Text,
            new string('x', length),
            null,
            [],
            0,
            $"k{seq}",
            [],
            _then,
            null,
            null
        );
}
