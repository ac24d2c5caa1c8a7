using System.Text.RegularExpressions;
using Connecto.Errors;
using Connecto.Messages;

namespace Connecto.Web.Auth;

/// <summary>What an account's fields may be. Each answers the value as it is stored.</summary>
internal static partial class AccountRules
{
    public const int LongestName = 64;
    public const int LongestEmail = 254;

    private const int LongestUrl = 2_048;

    /// <summary>One <c>@</c> with something on either side, no spaces or control characters, at most 254 characters.</summary>
    public static string Email(string? email)
    {
        var text = email?.Trim() ?? "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var plausible =
            text.Length <= LongestEmail
            && at is > 0 and <= 64
            && at < text.Length - 1
            && text.IndexOf('@', at + 1) < 0
            && PlainText.IsPlain(text)
            && !text.Any(char.IsWhiteSpace);
        return plausible ? text : throw ChatException.Invalid("email", "this is no e-mail address");
    }

    /// <summary>8 to 128 UTF-16 units of any kind.</summary>
    public static string Password(string? password, string field = "password") =>
        password is { Length: >= 8 and <= 128 }
            ? password
            : throw ChatException.Invalid(field, "a password has 8 to 128 characters");

    /// <summary>1 to 64 UTF-16 units after trimming, without control characters.</summary>
    public static string DisplayName(string? name)
    {
        var text = name?.Trim() ?? "";
        return text.Length is >= 1 and <= LongestName && PlainText.IsPlain(text)
            ? text
            : throw ChatException.Invalid("displayName", "a name has 1 to 64 characters and no control characters");
    }

    /// <summary>A language tag such as <c>ko</c> or <c>en-GB</c>.</summary>
    public static string Language(string language) =>
        language.Length <= 35 && LanguageTag().IsMatch(language)
            ? language
            : throw ChatException.Invalid("language", "a language is a tag such as ko or en-GB");

    /// <summary>An absolute URL of http or https, at most 2,048 characters; empty takes the avatar away.</summary>
    public static string AvatarUrl(string text) =>
        text.Length == 0 || (text.Length <= LongestUrl && IsWebAddress(text))
            ? text
            : throw ChatException.Invalid("avatarUrl", "this is an http or https URL of at most 2048 characters");

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$", RegexOptions.ExplicitCapture)]
    private static partial Regex LanguageTag();

    private static bool IsWebAddress(string text) =>
        PlainText.IsPlain(text)
        && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
