using System.Collections.Immutable;
using Connecto.Messages;

namespace Connecto.Search;

/// <summary>What a search found.</summary>
/// <param name="Items">The best or the newest first.</param>
/// <param name="Total">How many there are; of more than <see cref="MessageSearch.MostCounted"/>, that number.</param>
/// <param name="TotalIsExact">False where there may be more.</param>
/// <param name="NextCursor">Null at the end.</param>
/// <param name="Indexing">Whether so much was written lately that older messages may be missing for now.</param>
public sealed record SearchPage(
    ImmutableArray<FoundMessage> Items,
    int Total,
    bool TotalIsExact,
    string? NextCursor,
    bool HasMore,
    bool Indexing
);

/// <summary>A message that was found, as its planet shows it now.</summary>
/// <param name="Highlights">Where it is what was looked for, in order and apart from each other.</param>
public sealed record FoundMessage(Message Message, ImmutableArray<Highlight> Highlights);

/// <summary>A range of the text in UTF-16 units; on the wire an array <c>[start, length]</c>.</summary>
public readonly record struct Highlight(int Start, int Length);
