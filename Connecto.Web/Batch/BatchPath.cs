using Connecto.Errors;

namespace Connecto.Web.Batch;

/// <summary>
/// Where an item of a batch goes: always below <c>/api/v1</c>. The path is decoded once, as the server decodes that of
/// a request, and what is checked here is the very text that routes are then looked up by.
/// </summary>
internal readonly record struct BatchPath(PathString Path, QueryString Query)
{
    private const string Base = "/api/v1/";

    /// <summary>As long as the server lets the first line of a request be.</summary>
    private const int Longest = 8 << 10;

    private static readonly string[] _notHere = ["batch", "auth"];

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>: it is none, or leads where a batch may not go.</exception>
    public static BatchPath Parse(string? text)
    {
        if (text is not { Length: > 0 and <= Longest } || text.Contains('#'))
        {
            throw Refused($"this is a path below {Base} of at most {Longest} characters");
        }
        var mark = text.IndexOf('?');
        var (path, query) = mark < 0 ? (text, "") : (text[..mark], text[mark..]);
        var segments = Array.ConvertAll(path[(path.StartsWith('/') ? 1 : 0)..].Split('/'), Uri.UnescapeDataString);
        if (!Array.TrueForAll(segments, IsPlain))
        {
            throw Refused("a path has no empty segments, dot segments, backslashes or encoded slashes");
        }
        if (_notHere.Contains(segments[0], StringComparer.OrdinalIgnoreCase))
        {
            throw Refused($"{segments[0]} is not for a batch");
        }
        // Made from a string without "new", it would be decoded once more.
        return new BatchPath(new PathString(Base + string.Join('/', segments)), new QueryString(query));
    }

    private static bool IsPlain(string segment) =>
        segment is not ("" or "." or "..") && !segment.Any(unit => unit is '/' or '\\' || char.IsControl(unit));

    private static ChatException Refused(string text) => ChatException.Invalid("path", text);
}
