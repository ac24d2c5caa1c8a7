namespace Connecto.Search;

/// <summary>Tokens of a query that must stand in a text one right after the other.</summary>
/// <param name="Tokens">At least one.</param>
/// <param name="IsExact">Whether words must be those themselves, and not another form of them.</param>
public sealed record Sequence(IReadOnlyList<Token> Tokens, bool IsExact)
{
    // Of a stem, what a word and its forms begin with alike, but for these stems of dying, lying and tying.
    private const int Alike = 2;
    private const string Otherwise = "die lie tie";

    private readonly string[] _parts = [.. Tokens.Select(token => PartOf(token, IsExact))];

    /// <summary>What stands in every text that it stands in, folded; of signs that are neighbours each by itself.</summary>
    internal IReadOnlyList<string> Parts => _parts;

    /// <summary>
    /// Whether it may stand in a text, said without taking the text apart: false is certain. <paramref name="isPlain"/>: the
    /// text has nothing but characters that fold to themselves.
    /// </summary>
    public bool MayStandIn(ReadOnlySpan<char> text, bool isPlain)
    {
        if (isPlain)
        {
            foreach (var part in _parts)
            {
                if (!text.Contains(part, StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }
            }
        }
        return true;
    }

    /// <summary>Whether both are found in the same places, and as exactly.</summary>
    public bool IsSameAs(Sequence other) =>
        IsExact == other.IsExact && Tokens.Select(Asked).SequenceEqual(other.Tokens.Select(Asked));

    private static (TokenKind, string, char, bool) Asked(Token token) =>
        (token.Kind, token.Text, token.Sigil, token.IsApart);

    private static string PartOf(Token token, bool isExact) =>
        token.Kind != TokenKind.Word || isExact ? token.Text
        : Otherwise.Contains(token.Stem, StringComparison.Ordinal) ? token.Stem[..1]
        : token.Stem[..Math.Min(Alike, token.Stem.Length)];

    /// <summary>Where it stands in a text: first token and how many, each place once.</summary>
    public IEnumerable<Range> In(IReadOnlyList<Token> text)
    {
        for (var first = 0; first + Tokens.Count <= text.Count; )
        {
            if (StandsAt(text, first))
            {
                yield return first..(first + Tokens.Count);
                first += Tokens.Count;
            }
            else
            {
                first++;
            }
        }
    }

    private bool StandsAt(IReadOnlyList<Token> text, int first)
    {
        for (var i = 0; i < Tokens.Count; i++)
        {
            var (asked, found) = (Tokens[i], text[first + i]);
            if (
                asked.Kind != found.Kind
                || (IsExact ? asked.Text != found.Text : asked.Stem != found.Stem)
                || (asked.Sigil != '\0' && asked.Sigil != found.Sigil)
                // Spaces say nothing between signs, but a comma does.
                || (i > 0 && found.IsApart && !asked.IsApart && found.Kind == TokenKind.Sign)
            )
            {
                return false;
            }
        }
        return true;
    }
}
