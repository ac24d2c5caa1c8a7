using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Connecto.Ids;
using Orleans;

namespace Connecto.Presence;

/// <summary>Whether a user is online. <c>LastSeenAt</c> is when he went, and null while he is here or hides it.</summary>
[GenerateSerializer, Immutable]
public sealed record PresenceChange(Snowflake UserId, bool Online, DateTimeOffset? LastSeenAt)
{
    /// <summary>Of two changes of one user the higher is the later one; not on the wire.</summary>
    [JsonIgnore, Id(0)]
    public long Version { get; init; }
}

/// <summary>A change and who is to hear of it, at most <see cref="PresenceShards.MaxAudience"/> users.</summary>
[GenerateSerializer, Immutable]
public sealed record PresenceNews(PresenceChange Change, ImmutableArray<Snowflake> Audience)
{
    /// <summary>
    /// Whether a block between the two made it. It was read after that block had changed, so whom the web node still
    /// takes for hidden, or not yet, does not matter.
    /// </summary>
    [Id(0)]
    public bool OfBlock { get; init; }
}

/// <summary>
/// What a user who has connected hears of others, at most <see cref="PresenceShards.MaxStart"/>: who is online, and then
/// when the others were last seen, the latest first.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PresenceStart(Snowflake UserId, ImmutableArray<PresenceChange> Others);
