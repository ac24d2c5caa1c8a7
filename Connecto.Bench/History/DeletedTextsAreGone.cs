namespace Connecto.Bench.History;

/// <summary>
/// The text of a deleted message comes neither with an event after its deletion nor with the answer to a call that was
/// made once the deletion had been acknowledged.
/// </summary>
internal sealed class DeletedTextsAreGone : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "nobody is shown the text of a message after its deletion";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var copies = run.Copies.ToLookup(copy => copy.PlanetId);
        var answers = run
            .Changes.Where(change => change is { Text: null, Rev: not null })
            .ToLookup(change => (change.PlanetId, change.Seq), change => change.AnsweredAt);
        return from planet in run.Planets
            from step in planet.Events
            where step.Kind == "deleted"
            let seq = step.Seq ?? 0
            let answered = answers[(planet.PlanetId, seq)].Cast<TimeSpan?>().Min()
            from copy in copies[planet.PlanetId]
            where copy.Shown.ContainsKey(seq)
            let shown = copy.Shown[seq]
            where shown.EventRev > step.Rev || shown.CalledAt > answered
            select $"planet {planet.PlanetId}: client {copy.Client} was shown the text of #{seq}, deleted with rev {step.Rev}"
                + $" and acknowledged at {answered?.TotalSeconds:F3} s, by rev {shown.EventRev}, and by an answer to a call"
                + $" at {shown.CalledAt?.TotalSeconds:F3} s: {shown.Text}";
    }
}
