using System.Collections.Frozen;
using Connecto.Errors;

namespace Connecto.Messages;

/// <summary>
/// The emoji sequences that may be reactions: all that Unicode recommends for general interchange (RGI, Emoji 17.0),
/// one in each line of <c>emoji.txt</c>. With or without its variation selector an emoji is the same one.
/// </summary>
public static class Emoji
{
    private const string VariationSelector = "\uFE0F";

    private static readonly FrozenDictionary<string, string> _byPlainForm = Load();

    /// <summary>The emoji as it is stored.</summary>
    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>: it is not one emoji.</exception>
    public static string Check(string? emoji) =>
        emoji is not null && _byPlainForm.TryGetValue(PlainForm(emoji), out var known)
            ? known
            : throw ChatException.Invalid("emoji", "this is one emoji that Unicode lists");

    private static string PlainForm(string emoji) => emoji.Replace(VariationSelector, "", StringComparison.Ordinal);

    private static FrozenDictionary<string, string> Load()
    {
        using var lines = new StreamReader(typeof(Emoji).Assembly.GetManifestResourceStream("emoji.txt")!);
        return lines
            .ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ToFrozenDictionary(PlainForm, StringComparer.Ordinal);
    }
}
