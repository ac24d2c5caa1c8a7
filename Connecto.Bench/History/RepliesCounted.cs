namespace Connecto.Bench.History;

/// <summary>Reply counts, which are written behind, are those of the messages that are there.</summary>
internal sealed class RepliesCounted : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "every message's reply count is the number of its replies";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) =>
        from planet in run.Planets
        let replies = planet
            .Messages.Where(message => message.ReplyToSeq is not null)
            .ToLookup(reply => reply.ReplyToSeq)
        from pair in planet.Replies
        where replies[pair.Key].Count() != pair.Value
        select $"planet {planet.PlanetId}: message #{pair.Key} says {pair.Value}; its replies are "
            + $"{string.Join(' ', replies[pair.Key].Select(reply => $"#{reply.Seq}"))}";
}
