using Connecto.Ids;
using Orleans;

namespace Connecto.Planets;

/// <summary>
/// Somebody who has read a message. <c>ReadAt</c> is when his cursor passed it; of a time long ago only a later moment
/// may be known, or none.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Reader(Snowflake UserId, string DisplayName, DateTimeOffset? ReadAt);
