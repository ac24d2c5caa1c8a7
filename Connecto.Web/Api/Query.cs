using System.Globalization;
using Connecto.Errors;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Web.Api;

/// <summary>Reads values of the query; what is there and wrong is <c>invalid</c>.</summary>
internal static class Query
{
    public const int DefaultLimit = 20;
    public const int MaxLimit = 100;
    private const int LongestSearch = 100;

    /// <summary>1 to 100, 20 when it is not there.</summary>
    public static int Limit(HttpRequest request) =>
        Number(request, "limit") switch
        {
            null => DefaultLimit,
            >= 1 and <= MaxLimit and var limit => (int)limit,
            _ => throw ChatException.Invalid("limit", $"this is 1 to {MaxLimit}"),
        };

    /// <summary>A whole number from 0, or null when it is not there.</summary>
    public static long? Number(HttpRequest request, string name) =>
        Text(request, name) is not { } text ? null
        : TryNumber(text, out var number) ? number
        : throw ChatException.Invalid(name, "this is a whole number from 0");

    /// <summary>Reads digits and nothing else, up to the largest <see cref="long"/>.</summary>
    public static bool TryNumber(string? text, out long number)
    {
        number = 0;
        // .NET overlooks NULs at the end of a number.
        return text is [.., var last]
            && char.IsAsciiDigit(last)
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>An id, or null when it is not there.</summary>
    public static Snowflake? Id(HttpRequest request, string name) =>
        Text(request, name) is not { } text ? null
        : Snowflake.TryParse(text, out var id) ? id
        : throw ChatException.Invalid(name, "this is an id");

    /// <summary>An id that stands for where the last page ended.</summary>
    public static Snowflake? Cursor(HttpRequest request) =>
        Text(request, "cursor") is not { } text ? null
        : Snowflake.TryParse(text, out var id) ? id
        : throw ChatException.Invalid("cursor", "this is not a nextCursor of ours");

    /// <summary>
    /// The words of <c>?q=</c>: trimmed 1 to <paramref name="longest"/> UTF-16 units without control characters, with a
    /// letter or digit among them; null when it is not there.
    /// </summary>
    public static string? Words(HttpRequest request, int longest = LongestSearch)
    {
        if (Text(request, "q") is not { } text)
        {
            return null;
        }
        var words = text.Trim();
        return words.Length <= longest && PlainText.IsPlain(words) && words.Any(char.IsLetterOrDigit)
            ? words
            : throw ChatException.Invalid("q", $"this has at least one word and at most {longest} characters");
    }

    /// <summary>A value that is not empty, or null.</summary>
    public static string? Text(HttpRequest request, string name) =>
        request.Query[name] switch
        {
            { Count: 0 } => null,
            [null or ""] => null,
            [var text] => text,
            _ => throw ChatException.Invalid(name, "this stands once"),
        };
}
