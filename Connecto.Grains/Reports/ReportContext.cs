using System.Collections.Immutable;
using Connecto.Ids;
using Connecto.Messages;

namespace Connecto.Reports;

/// <summary>
/// What was said around a reported message, in order of <c>seq</c> and with the message itself, as far as it is not archived;
/// and the texts that this one had and has, the first one first, none where it was never edited or is deleted.
/// </summary>
public sealed record ReportContext(ImmutableArray<ContextMessage> Messages, ImmutableArray<MessageVersion> Versions);

/// <summary>A message as it is now; one that is deleted has no text.</summary>
public sealed record ContextMessage(
    Snowflake Id,
    long Seq,
    Snowflake SenderId,
    MessageType Type,
    string? Text,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EditedAt,
    DateTimeOffset? DeletedAt
);
