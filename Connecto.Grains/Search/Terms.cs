using System.IO.Hashing;
using System.Runtime.InteropServices;
using Connecto.Ids;

namespace Connecto.Search;

/// <summary>
/// The terms under which texts are kept, as numbers: a word by its stem, signs by twos and by themselves, an emoji, and what a
/// sigil begins. Two terms may share a number, so what they propose is looked at.
/// </summary>
internal static class Terms
{
    /// <summary>The greatest prime below 2^31.</summary>
    internal const long Prime = 2_147_483_629;

    /// <summary>Of messages with a link.</summary>
    public static int OfLink { get; } = Of("\0link");

    /// <summary>Of all messages in the planet; SQL makes it alike.</summary>
    public static int OfPlanet(Snowflake planetId) => (int)(planetId.Value % Prime);

    /// <summary>Of all messages that the user has sent.</summary>
    public static int OfSender(Snowflake userId) => -(int)(userId.Value % Prime);

    /// <summary>Adds all that a text can be found by.</summary>
    public static void Add(IReadOnlyList<Token> text, ISet<int> terms)
    {
        for (var i = 0; i < text.Count; i++)
        {
            var token = text[i];
            terms.Add(Of(token.Stem));
            if (token.Sigil != '\0')
            {
                terms.Add(Of(token.Sigil + token.Stem));
            }
            if (i > 0 && IsPair(text[i - 1], token))
            {
                terms.Add(Of(text[i - 1].Text, token.Text));
            }
        }
    }

    /// <summary>Adds what every text has in which the sequence stands: as few as say as much.</summary>
    public static void Add(Sequence asked, ISet<int> terms)
    {
        var tokens = asked.Tokens;
        for (var i = 0; i < tokens.Count; i++)
        {
            var token = tokens[i];
            var isPaired = i > 0 && IsPair(tokens[i - 1], token);
            if (isPaired)
            {
                terms.Add(Of(tokens[i - 1].Text, token.Text));
            }
            if (token.Sigil != '\0')
            {
                terms.Add(Of(token.Sigil + token.Stem));
            }
            else if (!isPaired && (i + 1 == tokens.Count || !IsPair(token, tokens[i + 1])))
            {
                terms.Add(Of(token.Stem));
            }
        }
    }

    private static bool IsPair(Token one, Token next) =>
        one.Kind == TokenKind.Sign && next.Kind == TokenKind.Sign && !next.IsApart;

    // A pair without the text that it would be, as most terms are such.
    private static int Of(string one, string next)
    {
        Span<char> pair = stackalloc char[4];
        one.CopyTo(pair);
        next.CopyTo(pair[one.Length..]);
        return Of(pair[..(one.Length + next.Length)]);
    }

    private static int Of(ReadOnlySpan<char> term) => (int)XxHash32.HashToUInt32(MemoryMarshal.AsBytes(term));
}
