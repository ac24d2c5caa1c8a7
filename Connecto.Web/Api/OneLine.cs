using Connecto.Errors;
using Connecto.Messages;

namespace Connecto.Web.Api;

/// <summary>Names of planets and titles of travels.</summary>
internal static class OneLine
{
    private const int Longest = 100;

    /// <summary>1 to 100 UTF-16 units after trimming, without control characters; answers it trimmed.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>, for <paramref name="field"/>.</exception>
    public static string Check(string? text, string field)
    {
        var trimmed = text?.Trim() ?? "";
        return trimmed.Length is >= 1 and <= Longest && PlainText.IsPlain(trimmed)
            ? trimmed
            : throw ChatException.Invalid(field, $"this has 1 to {Longest} characters and no control characters");
    }
}
