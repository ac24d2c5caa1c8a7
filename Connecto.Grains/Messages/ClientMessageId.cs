using Connecto.Errors;

namespace Connecto.Messages;

/// <summary>The sender's own name for a message, by which a retry is known: 1 to 64 visible ASCII characters.</summary>
public static class ClientMessageId
{
    public const int MaxLength = 64;

    /// <exception cref="ChatException"><see cref="ErrorCode.Invalid"/>, field <c>clientMessageId</c>.</exception>
    public static string Check(string? id) =>
        id is { Length: >= 1 and <= MaxLength } && !id.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? id
            : throw ChatException.Invalid("clientMessageId", $"this has 1 to {MaxLength} visible ASCII characters");
}
