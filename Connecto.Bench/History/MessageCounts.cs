namespace Connecto.Bench.History;

/// <summary>How many have read a message and how many have not.</summary>
internal readonly record struct MessageCounts(int Read, int Unread)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Read} read, {Unread} unread";
}
