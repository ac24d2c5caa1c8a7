using Connecto.Errors;
using Orleans;

namespace Connecto.Messages;

/// <summary>How one message of a call ended: a result, or a refusal by its code, never both.</summary>
[GenerateSerializer, Immutable]
public readonly record struct SendOutcome(SendResult? Result, ErrorCode Code, string? Reason, TimeSpan? RetryAfter)
{
    public static SendOutcome Done(SendResult result) => new(result, default, null, null);

    public static SendOutcome Refused(ChatException refusal) =>
        new(null, refusal.Code, refusal.Message, refusal.RetryAfter);

    /// <summary>The result, or the refusal thrown.</summary>
    public SendResult OrThrow() => Result ?? throw new ChatException(Code, Reason, RetryAfter);
}
