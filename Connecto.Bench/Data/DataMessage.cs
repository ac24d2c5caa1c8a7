namespace Connecto.Bench.Data;

/// <summary>A message of a data set, which later events change.</summary>
internal sealed class DataMessage(
    long seq,
    long postedRev,
    long senderId,
    long? replyToSeq,
    DateTimeOffset createdAt,
    string clientMessageId,
    byte[] requestHash,
    string text
)
{
    public long Seq { get; } = seq;
    public long PostedRev { get; } = postedRev;
    public long SenderId { get; } = senderId;
    public long? ReplyToSeq { get; } = replyToSeq;
    public DateTimeOffset CreatedAt { get; } = createdAt;
    public string ClientMessageId { get; } = clientMessageId;
    public byte[] RequestHash { get; } = requestHash;

    public long Rev { get; set; } = postedRev;

    /// <summary>Null once it is deleted.</summary>
    public string? Text { get; set; } = text;
    public int ReplyCount { get; set; }
    public DateTimeOffset? EditedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
}
