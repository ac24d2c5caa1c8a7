namespace Connecto.Bench.History;

/// <summary>What an inbox says of one planet.</summary>
internal sealed record Badge(string PlanetId, long LastReadSeq, long Unread, long Mentions)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Unread} unread, {Mentions} mentions, read to {LastReadSeq}";
}
