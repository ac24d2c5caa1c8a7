using System.Collections.Immutable;
using System.Globalization;

namespace Connecto.Search;

/// <summary>
/// Reads queries: words, <c>"a phrase"</c>, <c>-without</c>, <c>from:</c>, <c>in:</c>, <c>before:</c>, <c>after:</c> (days as
/// 2026-05-01) and <c>has:link|image|file</c>. What is none of these is words; nothing is an error.
/// </summary>
public static class QueryReader
{
    private const string Quotes = "\"\u201C\u201D\u201E\uFF02";

    public static SearchQuery Read(string text)
    {
        var query = new SearchQuery();
        for (var i = 0; i < text.Length; )
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var excludes = text[i] == '-' && i + 1 < text.Length && !char.IsWhiteSpace(text[i + 1]);
            var start = excludes ? i + 1 : i;
            var closing = IsQuote(text[start]) ? ClosingQuote(text, start + 1) : -1;
            if (closing > 0)
            {
                query = With(query, text[(start + 1)..closing], excludes, isExact: true);
                i = closing + 1;
                continue;
            }
            var end = start;
            while (end < text.Length && !char.IsWhiteSpace(text[end]) && (end == start || !IsQuote(text[end])))
            {
                end++;
            }
            var word = text[start..end];
            query = (excludes ? null : WithFilter(query, word)) ?? With(query, word, excludes, isExact: false);
            i = end;
        }
        return query;
    }

    private static SearchQuery With(SearchQuery query, string words, bool excludes, bool isExact)
    {
        var tokens = Tokens.Of(words);
        if (tokens.Count == 0)
        {
            return query;
        }
        var sequence = new Sequence(tokens, isExact);
        // What is said again asks for nothing more, and each would be looked for in every text.
        if ((excludes ? query.Excluded : query.Required).Any(sequence.IsSameAs))
        {
            return query;
        }
        return excludes
            ? query with
            {
                Excluded = query.Excluded.Add(sequence),
            }
            : query with
            {
                Required = query.Required.Add(sequence),
            };
    }

    private static SearchQuery? WithFilter(SearchQuery query, string word)
    {
        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == word.Length - 1)
        {
            return null;
        }
        var value = word[(colon + 1)..];
        return word[..colon].ToLowerInvariant() switch
        {
            "from" => query with { From = value.TrimStart('@') is { Length: > 0 } name ? name : value },
            "in" => query with { In = value },
            "before" when Day(value) is { } day => query with { Before = day },
            "after" when Day(value) is { } day => query with { After = day },
            "has" when HasOf(value) is { } has => query with { Has = query.Has.Add(has) },
            _ => null,
        };
    }

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;

    private static Has? HasOf(string text) =>
        text.ToLowerInvariant() switch
        {
            "link" => Has.Link,
            "image" => Has.Image,
            "file" => Has.File,
            _ => null,
        };

    private static int ClosingQuote(string text, int from)
    {
        for (var i = from; i < text.Length; i++)
        {
            if (IsQuote(text[i]))
            {
                return i;
            }
        }
        return -1;
    }

    private static bool IsQuote(char unit) => Quotes.Contains(unit, StringComparison.Ordinal);
}
