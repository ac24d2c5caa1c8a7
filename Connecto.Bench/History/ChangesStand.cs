namespace Connecto.Bench.History;

/// <summary>
/// Only its sender changes a message here, one change at a time, so the last acknowledged one is what stands.
/// </summary>
internal sealed class ChangesStand : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "every acknowledged edit and deletion has its event, and the last one of a message stands";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var changes = run.Changes.ToLookup(change => change.PlanetId);
        return run.Planets.SelectMany(planet => Broken(planet, [.. changes[planet.PlanetId]]));
    }

    private static IEnumerable<string> Broken(PlanetRecord planet, List<ChangedMessage> changes)
    {
        var events = planet.Events.ToLookup(step => step.Rev);
        var told = changes.Select(change => change.Seq).ToHashSet();
        foreach (var change in changes.Where(HasItsOwnEvent))
        {
            var step = new EventStep(change.Rev!.Value, change.Text is null ? "deleted" : "edited", change.Seq);
            if (!events[step.Rev].SequenceEqual([step]))
            {
                var there = string.Join(", ", events[step.Rev]);
                yield return $"planet {planet.PlanetId}: {change} should be {step}; there stands {there}";
            }
        }
        var last = changes.GroupBy(change => change.Seq).ToDictionary(of => of.Key, of => of.Last());
        foreach (var message in planet.Messages)
        {
            var isKnown = last.TryGetValue(message.Seq, out var change);
            // Refused in the end, an earlier call may have done it.
            if (isKnown && change!.Rev is not null && !Stands(change, message))
            {
                yield return $"planet {planet.PlanetId}: {message}\nwas last changed by {change}";
            }
            else if (!told.Contains(message.Seq) && (message.EditedAt ?? message.DeletedAt) is not null)
            {
                yield return $"planet {planet.PlanetId}: nobody was told of the change of {message}";
            }
        }
    }

    private static bool Stands(ChangedMessage change, MessageState message) =>
        message.Text == change.Text
        && (change.Text is null ? message.DeletedAt : message.EditedAt) is not null
        && (change.Text is null || message.DeletedAt is null)
        && (!HasItsOwnEvent(change) || message.Rev >= change.Rev);

    // Deleting what is deleted answers the present head. A reaction may have come after the change.
    private static bool HasItsOwnEvent(ChangedMessage change) =>
        change.Rev is not null && (change.Text is not null || change.Attempts == 1);
}
