using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Search;

/// <summary>A message that was found, with where it stands in it and how much it is what was looked for.</summary>
/// <param name="Score">
/// Between 0 and 1: how exactly and how much of the text it is, and half of it by age, which halves every 30 days.
/// </param>
internal sealed record Hit(
    Snowflake PlanetId,
    long Seq,
    Snowflake Id,
    double Score,
    ImmutableArray<(int Start, int Length)> Highlights
);

/// <summary>What was found, the best first.</summary>
/// <param name="All">At most <see cref="MessageSearch.MostCounted"/>: of more it is the newest of them.</param>
/// <param name="IsExact">Whether that is all there is.</param>
/// <param name="IsIndexing">Whether so much is not indexed yet that older messages may be missing.</param>
internal sealed record Hits(ImmutableArray<Hit> All, bool IsExact, bool IsIndexing);
