using Connecto.Ids;

namespace Connecto.Search;

/// <summary>A page of a search.</summary>
/// <param name="Query">Asks for something.</param>
/// <param name="Text">The query as it was typed.</param>
/// <param name="Limit">Messages of a page, at most.</param>
/// <param name="Cursor">Where the last page ended; null for the first one.</param>
public sealed record SearchRequest(
    SearchQuery Query,
    string Text,
    SearchScope Scope,
    SearchSort Sort,
    int Limit,
    SearchCursor? Cursor
);

/// <summary>In which order messages come.</summary>
public enum SearchSort
{
    /// <summary>By <see cref="Hit.Score"/>, the newest of equal ones first; a thousand after the other.</summary>
    Relevance,
    Newest,
}
