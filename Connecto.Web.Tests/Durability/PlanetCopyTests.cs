using System.Text.Json;
using Connecto.Bench.Clients;
using Connecto.Bench.History;

namespace Connecto.Web.Tests.Durability;

/// <summary>How a client's copy is completed backwards.</summary>
public sealed class PlanetCopyTests
{
    [Fact]
    public void A_copy_asks_for_more_until_it_has_the_first_message()
    {
        var copy = Opened();

        Assert.True(copy.Fill([Message(2)], TimeSpan.Zero));
        Assert.False(copy.Fill([Message(1)], TimeSpan.Zero));
        Assert.Equal(1, copy.WholeFrom);
    }

    [Fact]
    public void A_copy_asks_no_more_where_the_first_messages_are_lost()
    {
        var copy = Opened();

        Assert.True(copy.Fill([Message(3)], TimeSpan.Zero));
        Assert.False(copy.Fill([], TimeSpan.Zero));
        Assert.Equal([Message(3)], copy.Record(0).Messages);
    }

    // Opened by a snapshot that holds nothing of a planet of three messages.
    private static PlanetCopy Opened()
    {
        var copy = new PlanetCopy("p", new ChatUser("u", "u", "token"), "u", fault => Assert.Fail(fault));
        const string opening = """
            {"state": "snapshot", "headRev": 4, "headSeq": 3, "counts": [], "snapshot": {"messages": []}}
            """;
        copy.Open(JsonElement.Parse(opening), sinceRev: null, TimeSpan.Zero);
        return copy;
    }

    private static MessageState Message(long seq) =>
        new(seq, seq + 1, $"m{seq}", "u", $"text {seq}", null, SoundRun.At(seq), null, null);
}
