using Connecto.Ids;

namespace Connecto.Storage;

/// <summary>How a batch ended, for one planet.</summary>
public abstract record BatchOutcome
{
    private BatchOutcome() { }

    /// <summary>It is durable.</summary>
    public sealed record Committed : BatchOutcome;

    /// <summary>Nothing was written: some of its keys exist already.</summary>
    public sealed record Duplicates(IReadOnlyList<StoredKey> Keys) : BatchOutcome;

    /// <summary>Nothing was written: another activation has claimed the planet.</summary>
    public sealed record Fenced : BatchOutcome;

    /// <summary>Nothing was written: PostgreSQL refused this planet's rows, or could not be reached, or the writer is full.</summary>
    public sealed record Failed(string Reason) : BatchOutcome;

    /// <summary>It may or may not be durable. Claim the planet again, and only then read what is there.</summary>
    public sealed record Unknown(string Reason) : BatchOutcome;
}

/// <summary>The original result of a send, kept for the message's life.</summary>
public sealed record StoredKey(
    Snowflake SenderId,
    string ClientMessageId,
    Snowflake MessageId,
    long Seq,
    long Rev,
    DateTimeOffset CreatedAt,
    byte[] RequestHash
);
