namespace Connecto.Bench.History;

/// <summary>
/// What everybody must see of a message alike; times as they stand on the wire, reactions as <c>emoji count, …</c> in
/// the order of the emojis' code points.
/// </summary>
internal sealed record MessageState(
    long Seq,
    long Rev,
    string Id,
    string SenderId,
    string? Text,
    long? ReplyToSeq,
    string CreatedAt,
    string? EditedAt,
    string? DeletedAt,
    string Reactions = ""
)
{
    /// <inheritdoc/>
    public override string ToString()
    {
        var text = Text is { Length: > 40 } ? $"{Text[..40]}… ({Text.Length})" : Text;
        var times =
            (EditedAt is null ? "" : $" edited {EditedAt}") + (DeletedAt is null ? "" : $" deleted {DeletedAt}");
        var reactions = Reactions.Length == 0 ? "" : $" [{Reactions}]";
        return $"#{Seq} rev {Rev} id {Id} by {SenderId} {CreatedAt}{times}{reactions}: {text ?? "no text"}";
    }
}
