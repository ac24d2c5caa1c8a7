using System.Globalization;
using System.Text;

namespace Connecto.Travels;

/// <summary>Titles as they are searched: words are runs of letters, marks and digits, in lower case.</summary>
public static class TitleWords
{
    /// <summary>Each word once.</summary>
    public static string[] Of(string text)
    {
        var words = new HashSet<string>();
        var word = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsOfWord(rune))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }
        return [.. words];
    }

    /// <summary>PostgreSQL's text of the query for titles in which each of these begins a word.</summary>
    internal static string Query(string[] words) => string.Join(" & ", words.Select(word => $"'{word}':*"));

    private static bool IsOfWord(Rune rune) =>
        Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
