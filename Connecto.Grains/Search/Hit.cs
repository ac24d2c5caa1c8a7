using System.Collections.Immutable;
using Connecto.Ids;

namespace Connecto.Search;

/// <summary>A message that was found.</summary>
/// <param name="Score">
/// Between 0 and 1: how exactly and how much of the text it is, and half of it by age, which halves every 30 days.
/// </param>
internal readonly record struct Hit(Snowflake PlanetId, long Seq, Snowflake Id, double Score);

/// <summary>What was found, the newest first.</summary>
/// <param name="All">At most <see cref="MessageSearch.MostCounted"/>: of more it is the newest of them.</param>
/// <param name="Next">Older messages than this have not been looked for yet; null where that is all there is.</param>
/// <param name="IsIndexing">Whether so much is not indexed yet that messages may be missing.</param>
internal sealed record Hits(ImmutableArray<Hit> All, Snowflake? Next, bool IsIndexing);
