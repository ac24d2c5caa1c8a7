using Connecto.Ids;

namespace Connecto.Search;

/// <summary>Messages of a planet that are indexed together.</summary>
internal static class MessageBlock
{
    /// <summary>Messages of a block: more make the index smaller, and more texts to look through for each that is found.</summary>
    public const int Length = 8;

    /// <summary><see cref="Length"/>, for texts of queries that are constants.</summary>
    public const string LengthText = "8";

    /// <summary>The block that holds a message.</summary>
    public static int Of(long seq) => (int)((seq - 1) / Length);

    /// <summary>How many whole blocks there are up to a message.</summary>
    public static int Whole(long headSeq) => (int)(headSeq / Length);

    /// <summary>The seq before the first one of a block.</summary>
    public static long Before(int block) => (long)block * Length;

    /// <summary>Whether all texts are <see cref="Fold.IsLiteral"/>.</summary>
    public static bool IsLiteral(IEnumerable<IndexedMessage> messages) =>
        messages.All(message => Fold.IsLiteral(message.Text));

    /// <summary>All by which a block can be found.</summary>
    public static int[] Terms(Snowflake planetId, IEnumerable<IndexedMessage> messages)
    {
        var terms = new HashSet<int> { Search.Terms.OfPlanet(planetId) };
        foreach (var message in messages)
        {
            terms.Add(Search.Terms.OfSender(message.SenderId));
            var tokens = Tokens.Of(message.Text);
            Search.Terms.Add(tokens, terms);
            if (Links.In(message.Text))
            {
                terms.Add(Search.Terms.OfLink);
            }
        }
        return [.. terms.Order()];
    }
}

/// <summary>What the index reads of a message that has a text.</summary>
internal readonly record struct IndexedMessage(
    long Seq,
    Snowflake Id,
    DateTimeOffset CreatedAt,
    Snowflake SenderId,
    string Text
);
