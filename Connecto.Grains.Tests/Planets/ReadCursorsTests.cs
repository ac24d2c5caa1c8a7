using Connecto.Ids;
using Connecto.Messages;
using Connecto.Planets;

namespace Connecto.Tests.Planets;

public sealed class ReadCursorsTests
{
    private static readonly Snowflake _ann = new(1);
    private static readonly Snowflake _bob = new(2);
    private static readonly Snowflake _eve = new(3);

    [Fact]
    public void A_message_counts_who_joined_before_it_but_never_its_sender()
    {
        var cursors = new ReadCursors();
        cursors.Add(_ann, 0, 0, 0);
        cursors.Add(_bob, 0, 0, 0);
        cursors.Move(_ann, 1, 1);
        cursors.Add(_eve, 1, 1, 1);

        Assert.Equal([new MessageCount(1, 0, 1)], cursors.Counts(1, [_ann]));
        Assert.Equal([new MessageCount(2, 0, 2)], cursors.Counts(2, [_bob]));

        Assert.Equal(0, cursors.Move(_bob, 2, 2));
        Assert.Equal([new MessageCount(1, 1, 0), new MessageCount(2, 0, 2)], cursors.Counts(1, [_ann, _bob]));
    }

    [Fact]
    public void A_cursor_never_goes_back_nor_past_the_head()
    {
        var cursors = new ReadCursors();
        cursors.Add(_ann, 0, 0, 5);

        Assert.Equal(0, cursors.Move(_ann, 99, 5));
        Assert.Equal(5, cursors.Cursor(_ann));
        Assert.Null(cursors.Move(_ann, 3, 5));
        Assert.Null(cursors.Move(_bob, 3, 5));
    }

    /// <summary>Random moves, joins and leaves over several windows, compared with counting by hand.</summary>
    [Theory]
    [InlineData(1, 11)]
    [InlineData(2, 11)]
    [InlineData(3, ReadCursors.Few + 10)]
    [InlineData(4, 3 * ReadCursors.Few)]
    public void Counts_equal_counting_by_hand(int seed, int users)
    {
        var random = new Random(seed);
        var cursors = new ReadCursors();
        var model = new Dictionary<Snowflake, (long Joined, long Cursor)>();
        var senders = new List<Snowflake>();
        for (var step = 0; step < 12_000; step++)
        {
            var user = new Snowflake(random.Next(1, users + 1));
            switch (random.Next(10))
            {
                case 0 when model.Remove(user):
                    cursors.Remove(user);
                    break;
                case 1 when !model.ContainsKey(user):
                    model[user] = (senders.Count, senders.Count);
                    cursors.Add(user, senders.Count, senders.Count, senders.Count);
                    break;
                case 2 when senders.Count > 0:
                    Read(user, random.Next(1, senders.Count + 1));
                    break;
                default:
                    senders.Add(user);
                    Read(user, senders.Count);
                    break;
            }
            if (step % 50 == 0 && senders.Count > 0)
            {
                var first = random.Next(Math.Max(1, senders.Count - 3000), senders.Count + 1);
                var count = Math.Min(random.Next(1, 100), senders.Count - first + 1);
                var page = senders.GetRange(first - 1, count);
                Assert.Equal(page.Select((sender, i) => ByHand(first + i, sender)), cursors.Counts(first, [.. page]));
            }
        }

        void Read(Snowflake user, long seq)
        {
            cursors.Move(user, seq, senders.Count);
            if (model.TryGetValue(user, out var reader) && reader.Cursor < seq)
            {
                model[user] = reader with { Cursor = seq };
            }
        }

        MessageCount ByHand(long seq, Snowflake sender)
        {
            var eligible = model.Where(reader => reader.Key != sender && reader.Value.Joined < seq).ToList();
            var read = eligible.Count(reader => reader.Value.Cursor >= seq);
            return new MessageCount(seq, read, eligible.Count - read);
        }
    }
}
