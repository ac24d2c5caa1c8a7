using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Connecto.Ids;
using Connecto.Messages;
using Orleans;

namespace Connecto.Planets;

/// <summary>One change of a planet, numbered by <c>Rev</c> without a gap. The JSON names are those of the contract.</summary>
[GenerateSerializer, Immutable]
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MessagePosted), "message")]
[JsonDerivedType(typeof(MessageEdited), "edited")]
[JsonDerivedType(typeof(MessageDeleted), "deleted")]
[JsonDerivedType(typeof(ReactionChanged), "reaction")]
[JsonDerivedType(typeof(PinChanged), "pin")]
[JsonDerivedType(typeof(MembersChanged), "member")]
[JsonDerivedType(typeof(PlanetChanged), "planet")]
public abstract record PlanetEvent(long Rev, DateTimeOffset At);

[GenerateSerializer, Immutable]
public sealed record MessagePosted(long Rev, DateTimeOffset At, Message Message) : PlanetEvent(Rev, At);

/// <summary>
/// <c>Text</c> is null for a message that was deleted since, and for whom the planet's history hides it from.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record MessageEdited(long Rev, DateTimeOffset At, long Seq, string? Text, DateTimeOffset EditedAt)
    : PlanetEvent(Rev, At)
{
    /// <summary>
    /// Whether the planet hides its history: the text is then not for who joined at <see cref="Seq"/> or later. Not on
    /// the wire.
    /// </summary>
    [JsonIgnore, Id(0)]
    public bool HistoryHidden { get; init; }
}

[GenerateSerializer, Immutable]
public sealed record MessageDeleted(long Rev, DateTimeOffset At, long Seq, Snowflake By) : PlanetEvent(Rev, At);

[GenerateSerializer, Immutable]
public sealed record ReactionChanged(long Rev, DateTimeOffset At, long Seq, Snowflake UserId, string Emoji, bool On)
    : PlanetEvent(Rev, At);

[GenerateSerializer, Immutable]
public sealed record PinChanged(long Rev, DateTimeOffset At, long Seq, bool On) : PlanetEvent(Rev, At);

/// <summary>At most 1,000 members an event.</summary>
[GenerateSerializer, Immutable]
public sealed record MembersChanged(long Rev, DateTimeOffset At, ImmutableArray<Member> Members) : PlanetEvent(Rev, At);

/// <summary>
/// What changed of the planet itself; null means unchanged. <c>Archived</c> false means that it is in use again. With
/// <c>DeletedAt</c> it is the planet's last event.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record PlanetChanged(
    long Rev,
    DateTimeOffset At,
    string? Name,
    PlanetSettings? Settings,
    bool? Archived,
    DateTimeOffset? ArchivedAt,
    DateTimeOffset? DeletedAt
) : PlanetEvent(Rev, At);
