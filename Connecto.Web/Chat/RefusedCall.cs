using Microsoft.AspNetCore.SignalR.Protocol;

namespace Connecto.Web.Chat;

/// <summary>
/// A call that cannot be served, made into one of <see cref="ChatHub.Refuse"/>: what the hub refuses has the contract's
/// form, what SignalR refuses has not. Without an invocation id nobody is told.
/// </summary>
internal sealed class RefusedCall : InvocationMessage
{
    private RefusedCall(string? invocationId, string reason)
        : base(invocationId, nameof(ChatHub.Refuse), [reason]) { }

    public static RefusedCall NoMethod(string? invocationId) => new(invocationId, "There is no such method.");

    public static RefusedCall Streaming(string? invocationId) =>
        new(invocationId, "Nothing is streamed: call by an invocation without streams.");

    public static RefusedCall Unanswered() => new(null, "This cannot be answered.");
}
