using Lucene.Net.Tartarus.Snowball.Ext;

namespace Connecto.Search;

/// <summary>What the forms of an English word have in common, by the Snowball stemmer that PostgreSQL's <c>english</c> uses.</summary>
internal static class Stems
{
    /// <summary>Beyond this a word is none.</summary>
    private const int Longest = 40;

    /// <summary>Words that a thread remembers, as most that are written are few; once there are so many, it begins anew.</summary>
    private const int Remembered = 4_096;

    [ThreadStatic]
    private static EnglishStemmer? _stemmer;

    [ThreadStatic]
    private static Dictionary<string, string>? _known;

    public static string Of(string word)
    {
        if (word.Length is < 3 or > Longest || !word.All(letter => char.IsAsciiLetterLower(letter) || letter == '\''))
        {
            return word;
        }
        var known = _known ??= [];
        if (known.TryGetValue(word, out var stem))
        {
            return stem;
        }
        if (known.Count == Remembered)
        {
            known.Clear();
        }
        return known[word] = Stemmed(word);
    }

    private static string Stemmed(string word)
    {
        var stemmer = _stemmer ??= new EnglishStemmer();
        stemmer.SetCurrent(word);
        return stemmer.Stem() ? stemmer.Current : word;
    }
}
