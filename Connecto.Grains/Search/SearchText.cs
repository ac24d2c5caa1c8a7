using Connecto.Errors;
using Connecto.Messages;

namespace Connecto.Search;

/// <summary>What may be searched for.</summary>
public static class SearchText
{
    /// <summary>UTF-16 units of a query, at most.</summary>
    public const int Longest = 500;

    /// <summary>Words and phrases of a query, at most.</summary>
    public const int MostWords = 50;

    /// <summary>Reads a query that asks for something.</summary>
    /// <exception cref="ChatException">
    /// <see cref="ErrorCode.Invalid"/> where there is none, it is longer than <see cref="Longest"/> or has more than
    /// <see cref="MostWords"/>, cannot be stored, has nothing but signs or exclusions, or is a single letter or digit: one
    /// sign of Hangul, Han, Kana or an emoji is enough.
    /// </exception>
    public static SearchQuery Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Invalid("this is missing");
        }
        if (text.Length > Longest)
        {
            throw Invalid($"this has at most {Longest} UTF-16 units");
        }
        if (!PlainText.IsStorable(text))
        {
            throw Invalid("this has neither NUL nor lone surrogates");
        }
        var query = QueryReader.Read(text);
        return !query.AsksForSomething ? throw Invalid("this has a word to look for")
            : query.IsShort ? throw Invalid("this has at least 2 letters or digits")
            : query.Required.Length + query.Excluded.Length > MostWords
                ? throw Invalid($"this has at most {MostWords} words")
            : query;
    }

    private static ChatException Invalid(string text) => ChatException.Invalid("q", text);
}
