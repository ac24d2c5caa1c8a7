using Lucene.Net.Tartarus.Snowball.Ext;

namespace Connecto.Search;

/// <summary>What the forms of an English word have in common, by the Snowball stemmer that PostgreSQL's <c>english</c> uses.</summary>
internal static class Stems
{
    /// <summary>Beyond this a word is none.</summary>
    private const int Longest = 40;

    [ThreadStatic]
    private static EnglishStemmer? _stemmer;

    public static string Of(string word)
    {
        if (word.Length is < 3 or > Longest || !word.All(letter => char.IsAsciiLetterLower(letter) || letter == '\''))
        {
            return word;
        }
        var stemmer = _stemmer ??= new EnglishStemmer();
        stemmer.SetCurrent(word);
        return stemmer.Stem() ? stemmer.Current : word;
    }
}
