namespace Connecto.Bench.History;

/// <summary>
/// After an event a client is given the next one, and none again. Only a snapshot may leave events out, and it never goes
/// back.
/// </summary>
internal sealed class StreamsAreWhole : IHistoryRule
{
    private const int ShownBefore = 3;
    private const int ShownOfCopy = 3;

    /// <inheritdoc/>
    public string Says => "no client was given a hole, a double or another order";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) =>
        from copy in run.Copies
        from line in Broken(copy.Events).Take(ShownOfCopy)
        select $"planet {copy.PlanetId}, client {copy.Client}: {line}";

    private static IEnumerable<string> Broken(IReadOnlyList<EventStep> events)
    {
        for (var i = 1; i < events.Count; i++)
        {
            var (last, step) = (events[i - 1].Rev, events[i]);
            if (step.Kind == EventStep.Snapshot ? step.Rev < last : step.Rev != last + 1)
            {
                var before = string.Join(", ", events.Take(i).TakeLast(ShownBefore));
                yield return $"was given {step} after rev {last}; before it: {before}";
            }
        }
    }
}
