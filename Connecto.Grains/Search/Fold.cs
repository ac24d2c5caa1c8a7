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
            if (char.IsAscii(first) && (start + 1 == text.Length || char.IsAscii(text[start + 1])))
            {
                units.Add(new Unit(new Rune(char.ToLowerInvariant(first)), start, start + 1));
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

    // By the upper case first, as some letters of one upper case have two lower ones.
    private static Rune WithoutCase(Rune rune) => Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune));

    // Soft hyphens, joiners and what else nobody sees, and how an emoji is to be drawn.
    private static bool IsIgnored(Rune rune) =>
        Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format || rune.Value is 0xFE0E or 0xFE0F;
}
