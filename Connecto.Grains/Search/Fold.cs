using System.Globalization;
using System.Text;

namespace Connecto.Search;

/// <summary>
/// A text as it is compared: composed, with compatibility and width variants made equal (NFKC, Unicode Standard Annex 15) and
/// without case. Each character knows where it came from.
/// </summary>
internal static class Fold
{
    /// <summary>A folded character and the range of the original, in UTF-16 units, that it stands for.</summary>
    public readonly record struct Unit(Rune Rune, int Start, int End);

    public static List<Unit> Of(string text)
    {
        var units = new List<Unit>(text.Length);
        for (var start = 0; start < text.Length; )
        {
            var first = text[start];
            // Nearly everything: what follows does not join it, and it stands for itself.
            if (IsPlain(first) && (start + 1 == text.Length || IsPlain(text[start + 1])))
            {
                var rune = new Rune(char.IsAscii(first) ? char.ToLowerInvariant(first) : first);
                units.Add(new Unit(rune, start, start + 1));
                start++;
                continue;
            }
            // What belongs together on the screen is composed together, and highlighted together.
            var length = StringInfo.GetNextTextElementLength(text.AsSpan(start));
            foreach (var rune in text.Substring(start, length).Normalize(NormalizationForm.FormKC).EnumerateRunes())
            {
                if (!IsIgnored(rune))
                {
                    units.Add(new Unit(WithoutCase(rune), start, start + length));
                }
            }
            start += length;
        }
        return Jamo.Composed(units);
    }

    /// <summary>Nothing joins with it, and folding changes nothing but the case of ASCII: Hangul's syllables, Han, Kana.</summary>
    internal static bool IsPlain(char unit) =>
        char.IsAscii(unit)
        || unit is >= '가' and <= '힣' or >= '一' and <= '\u9FFF' or >= 'ぁ' and <= 'ゖ' or >= 'ァ' and <= 'ヺ';

    /// <summary>Whether all of a text is such.</summary>
    public static bool IsPlain(string text)
    {
        foreach (var unit in text)
        {
            if (!IsPlain(unit))
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>
    /// Whether the plain letters and digits that a folded text has stand in the text itself, side by side as there, but for the
    /// case of ASCII: who looks for such can look there.
    /// </summary>
    public static bool IsLiteral(string text)
    {
        if (IsPlain(text))
        {
            return true;
        }
        var last = -1;
        foreach (var (rune, start, end) in Of(text))
        {
            if (!rune.IsBmp || !IsPlain((char)rune.Value) || !Rune.IsLetterOrDigit(rune))
            {
                last = -1;
                continue;
            }
            var isItself = end - start == 1 && IsPlain(text[start]) && char.ToLowerInvariant(text[start]) == rune.Value;
            if (!isItself || (last >= 0 && last != start))
            {
                return false;
            }
            last = end;
        }
        return true;
    }

    // By the upper case first, as some letters of one upper case have two lower ones.
    private static Rune WithoutCase(Rune rune) => Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));

    // Soft hyphens, joiners and what else nobody sees, and how an emoji is to be drawn.
    private static bool IsIgnored(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0xFE0E or 0xFE0F;
}
