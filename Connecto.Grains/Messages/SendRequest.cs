using System.Collections.Immutable;
using Connecto.Ids;
using Orleans;

namespace Connecto.Messages;

/// <summary>A message to be sent, already validated for form (text, ids, lengths) by the web node.</summary>
[GenerateSerializer, Immutable]
public sealed record SendRequest(
    Snowflake SenderId,
    string ClientMessageId,
    string Text,
    long? ReplyToSeq,
    ImmutableArray<Snowflake> Mentions
);

/// <summary>The result of a send; the same for every retry, but for <c>Duplicate</c>.</summary>
[GenerateSerializer, Immutable]
public sealed record SendResult(Snowflake MessageId, long Seq, long Rev, DateTimeOffset CreatedAt, bool Duplicate);
