namespace Connecto.Bench.Search;

/// <summary>What somebody looks for.</summary>
/// <param name="Kind">As which kinds of queries are told apart.</param>
/// <param name="Text">As it is typed.</param>
/// <param name="Parts">What the query that is replaced looks for, all of them: nothing that LIKE means otherwise.</param>
internal sealed record AskedQuery(string Kind, string Text, string[] Parts)
{
    /// <summary>Of Hangul alone: what is found equals what LIKE finds, spaces aside.</summary>
    public bool IsOfSigns =>
        Parts.All(part => part.All(letter => letter is (>= '가' and <= '힣') or ' ')) && !Text.Contains('-');
}
