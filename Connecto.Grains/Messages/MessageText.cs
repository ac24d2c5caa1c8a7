using Connecto.Errors;

namespace Connecto.Messages;

/// <summary>The text of a message: 1 to 4,000 UTF-16 units judged after trimming, kept exactly as it was sent.</summary>
public static class MessageText
{
    public const int MaxLength = 4_000;

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>, field <c>text</c>.</exception>
    public static string Check(string? text)
    {
        var length = text.AsSpan().Trim().Length;
        if (text is null || length == 0)
        {
            throw ChatException.Invalid("text", "a message has a text");
        }
        if (length > MaxLength)
        {
            throw ChatException.Invalid("text", $"a text has at most {MaxLength} UTF-16 units, not {length}");
        }
        return PlainText.IsStorable(text)
            ? text
            : throw ChatException.Invalid("text", "a text holds neither NUL nor lone surrogates");
    }
}
