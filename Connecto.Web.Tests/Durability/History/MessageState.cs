namespace Connecto.Web.Tests.Durability.History;

/// <summary>What everybody must see of a message alike; times as they stand on the wire.</summary>
public sealed record MessageState(
    long Seq,
    long Rev,
    string Id,
    string SenderId,
    string? Text,
    long? ReplyToSeq,
    string CreatedAt,
    string? EditedAt,
    string? DeletedAt
)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Text is { Length: > 40 } ? $"{Text[..40]}… ({Text.Length})" : Text;
        var times =
            (EditedAt is null ? "" : $" edited {EditedAt}") + (DeletedAt is null ? "" : $" deleted {DeletedAt}");
        return $"#{Seq} rev {Rev} id {Id} by {SenderId} {CreatedAt}{times}: {text ?? "no text"}";
    }
}
