using System.Text.RegularExpressions;

namespace Connecto.Messages;

/// <summary>Mentions that stand in a text itself.</summary>
public static partial class Mentions
{
    /// <summary>Whether the text mentions everybody: <c>@all</c> or <c>@모두</c>, as a word of its own.</summary>
    public static bool All(string text) => text.Contains('@') && MentionOfAll().IsMatch(text);

    // Korean attaches particles and titles: 모두에게, 모두들.
    [GeneratedRegex(@"(?<![\w@])@(all(?!\w)|모두)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex MentionOfAll();
}
