using System.Globalization;
using System.Text;

namespace Connecto.Search;

/// <summary>Which characters are looked for how.</summary>
internal static class Signs
{
    // Scripts that are written without spaces, or in which nobody can rely on them.
    private static readonly (int First, int Last)[] _signs =
    [
        (0x0E00, 0x0EFF), // Thai, Lao
        (0x1000, 0x109F), // Myanmar
        (0x1100, 0x11FF), // Hangul, single letters
        (0x1780, 0x17FF), // Khmer
        (0x3005, 0x3007), // 々〆〇
        (0x3040, 0x30FF), // Hiragana, Katakana
        (0x3100, 0x318F), // Bopomofo, Hangul letters
        (0x31A0, 0x31BF),
        (0x31F0, 0x31FF),
        (0x3400, 0x4DBF), // Han
        (0x4E00, 0x9FFF),
        (0xA960, 0xA97F),
        (0xAC00, 0xD7FF), // Hangul
        (0xF900, 0xFAFF),
        (0x20000, 0x3FFFF), // Han
    ];

    // Made once for all texts that are taken apart: nearly all their tokens are signs.
    private static readonly string?[] _texts = new string?[char.MaxValue + 1];

    /// <summary>Of a script without reliable spaces: every sign stands for itself.</summary>
    public static bool IsSign(Rune rune) =>
        rune.Value is >= '가' and <= '힣'
        || (
            rune.Value >= _signs[0].First
            && Array.Exists(_signs, range => rune.Value >= range.First && rune.Value <= range.Last)
            && (Rune.IsLetter(rune) || IsMark(rune) || Rune.IsNumber(rune))
        );

    /// <summary>The sign as a text.</summary>
    public static string TextOf(Rune sign) => sign.IsBmp ? _texts[sign.Value] ??= sign.ToString() : sign.ToString();

    /// <summary>Part of a word of letters and digits.</summary>
    public static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || rune.Value == '_' || IsMark(rune) || Rune.IsNumber(rune);

    /// <summary>A picture, also one that is joined from several, and a letter of a flag.</summary>
    public static bool IsEmoji(Rune rune) =>
        rune.Value >= 0x203C
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;

    public static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark;
}
