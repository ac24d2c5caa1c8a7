using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Search;

/// <summary>A message that may be what is looked for.</summary>
internal readonly record struct Candidate(
    Snowflake PlanetId,
    long Seq,
    Snowflake Id,
    DateTimeOffset CreatedAt,
    MessageType Type,
    string Text
);
