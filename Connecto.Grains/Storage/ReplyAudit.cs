namespace Connecto.Storage;

/// <summary>How many replies a message is stored to have, and how many there are.</summary>
public readonly record struct ReplyAudit(long Seq, int Stored, int Counted);
