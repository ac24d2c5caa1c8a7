using System.Text;

namespace Connecto.Search;

/// <summary>Takes a text apart into what it is searched by.</summary>
internal static class Tokens
{
    public static List<Token> Of(string text)
    {
        var units = Fold.Of(text);
        var tokens = new List<Token>(units.Count);
        var word = new StringBuilder();
        var (sigil, isApart) = ('\0', false);
        for (var i = 0; i < units.Count; )
        {
            var first = units[i];
            var next = i + 1;
            if (Signs.IsSign(first.Rune))
            {
                Add(TokenKind.Sign, Signs.TextOf(first.Rune), first.End);
            }
            else if (Signs.IsEmoji(first.Rune))
            {
                // One picture may be of several characters, and two pictures side by side are two.
                word.Clear().Append(first.Rune.ToString());
                for (; next < units.Count && units[next].Start == first.Start; next++)
                {
                    word.Append(units[next].Rune.ToString());
                }
                Add(TokenKind.Emoji, word.ToString(), first.End);
            }
            else if (Signs.IsOfWord(first.Rune))
            {
                word.Clear().Append(first.Rune.ToString());
                for (; next < units.Count && Continues(units, next); next++)
                {
                    word.Append(IsApostrophe(units[next].Rune) ? "'" : units[next].Rune.ToString());
                }
                Add(TokenKind.Word, word.ToString(), units[next - 1].End);
            }
            else if (!Rune.IsWhiteSpace(first.Rune))
            {
                isApart = true;
                sigil = SigilAt(units, i);
            }
            else
            {
                sigil = '\0';
            }
            i = next;

            void Add(TokenKind kind, string folded, int end)
            {
                var stem = kind == TokenKind.Word ? Stems.Of(folded) : folded;
                tokens.Add(new Token(kind, folded, stem, sigil, isApart, first.Start, end));
                (sigil, isApart) = ('\0', false);
            }
        }
        return tokens;
    }

    // An @ within a word is that of an e-mail address.
    private static char SigilAt(List<Fold.Unit> units, int i) =>
        units[i].Rune.Value switch
        {
            '#' => '#',
            '@' when i == 0 || !Signs.IsOfWord(units[i - 1].Rune) => '@',
            _ => '\0',
        };

    // An apostrophe joins what stands on both of its sides.
    private static bool Continues(List<Fold.Unit> units, int i) =>
        IsWord(units[i].Rune) || (IsApostrophe(units[i].Rune) && i + 1 < units.Count && IsWord(units[i + 1].Rune));

    private static bool IsWord(Rune rune) => Signs.IsOfWord(rune) && !Signs.IsSign(rune);

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or 0x2019;
}
