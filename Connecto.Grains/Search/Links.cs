namespace Connecto.Search;

/// <summary>Whether a text has a link.</summary>
internal static class Links
{
    public static bool In(string text) =>
        text.Contains("http://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("https://", StringComparison.OrdinalIgnoreCase)
        || text.Contains("www.", StringComparison.OrdinalIgnoreCase);
}
