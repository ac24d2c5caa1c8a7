using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Messages;

public enum MessageType
{
    Text,
    Image,
    Video,
    File,
    System,
}

/// <summary>How often one emoji stands under a message; <c>Me</c> only in personal answers.</summary>
[GenerateSerializer, Immutable]
public sealed record Reaction(string Emoji, int Count, bool? Me);

/// <summary>
/// A message as it is now. A deleted one keeps its place with <c>Text</c> null. <c>Rev</c> is that of the last event in
/// this state. <c>ClientMessageId</c> stands only in answers to the sender.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Message
{
    [Id(0)]
    public required Snowflake Id { get; init; }

    [Id(1)]
    public required Snowflake PlanetId { get; init; }

    [Id(2)]
    public required long Seq { get; init; }

    [Id(3)]
    public required long Rev { get; init; }

    [Id(4)]
    public required Snowflake SenderId { get; init; }

    [Id(5)]
    public MessageType Type { get; init; }

    [Id(6)]
    public string? Text { get; init; }

    [Id(7)]
    public long? ReplyToSeq { get; init; }

    [Id(8)]
    public ImmutableArray<Snowflake> Mentions { get; init; } = [];

    [Id(9)]
    public ImmutableArray<Snowflake> Attachments { get; init; } = [];

    [Id(10)]
    public ImmutableArray<Reaction> Reactions { get; init; } = [];

    [Id(11)]
    public int ReplyCount { get; init; }

    [Id(12)]
    public int ReadCount { get; init; }

    [Id(13)]
    public int UnreadCount { get; init; }

    [Id(14)]
    public string? ClientMessageId { get; init; }

    [Id(15)]
    public required DateTimeOffset CreatedAt { get; init; }

    [Id(16)]
    public DateTimeOffset? EditedAt { get; init; }

    [Id(17)]
    public DateTimeOffset? DeletedAt { get; init; }

    [Id(18)]
    public DateTimeOffset? PinnedAt { get; init; }

    /// <summary>True where it mentions everybody in the planet, else absent.</summary>
    [Id(19)]
    public bool? MentionsAll { get; init; }
}
