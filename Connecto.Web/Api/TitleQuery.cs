using Connecto.Errors;
using Connecto.Messages;
using Connecto.Travels;

namespace Connecto.Web.Api;

/// <summary>The words by which travels are looked for.</summary>
internal static class TitleQuery
{
    private const int Longest = 100;

    /// <summary>The words of <c>?q=</c>, at most 100 UTF-16 units with at least one word; null when it is not there.</summary>
    public static string[]? Words(HttpRequest request)
    {
        if (Query.Text(request, "q") is not { } text)
        {
            return null;
        }
        if (text.Length > Longest || !PlainText.IsStorable(text))
        {
            throw ChatException.Invalid("q", $"this has at most {Longest} characters, no NUL and no lone surrogates");
        }
        return TitleWords.Of(text) is { Length: > 0 } words
            ? words
            : throw ChatException.Invalid("q", "this has at least one word");
    }
}
