namespace Connecto.Bench.History;

/// <summary>In every planet messages and events are numbered without a gap, a double or a step back in time.</summary>
internal sealed class DenseNumbers : IHistoryRule
{
    /// <inheritdoc/>
    public string Says =>
        "every planet's seq and rev are dense, every message has one event of its own and the rev of its last one";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run) => run.Planets.SelectMany(Broken);

    private static IEnumerable<string> Broken(PlanetRecord planet)
    {
        var seqs = planet.Messages.Select(message => message.Seq).ToList();
        var revs = planet.Events.Select(step => step.Rev).ToList();
        var posted = planet.Events.Where(step => step.Kind == "message").Select(step => step.Seq ?? 0).ToList();
        return NotDense("seq", seqs, 0, planet.HeadSeq)
            .Concat(NotDense("rev", revs, planet.FirstRev, planet.HeadRev))
            .Concat(NotDense("seq of message events", posted, 0, planet.HeadSeq))
            .Concat(TimesThatGoBack(planet))
            .Concat(RevsOfOtherEvents(planet))
            .Select(line => $"planet {planet.PlanetId}: {line}");
    }

    // One line per break, not per number after it.
    private static IEnumerable<string> NotDense(string name, List<long> numbers, long before, long head)
    {
        var last = before;
        for (var i = 0; i < numbers.Count; i++)
        {
            if (numbers[i] != last + 1)
            {
                var around = numbers[Math.Max(0, i - 3)..Math.Min(numbers.Count, i + 3)];
                yield return $"after {name} {last} comes {numbers[i]}; around it: {string.Join(' ', around)}";
            }
            last = numbers[i];
        }
        if (last != head)
        {
            yield return $"{name} ends at {last} and the head says {head}";
        }
    }

    private static IEnumerable<string> TimesThatGoBack(PlanetRecord planet) =>
        planet
            .Messages.Zip(planet.Messages.Skip(1))
            .Where(pair => string.CompareOrdinal(pair.First.CreatedAt, pair.Second.CreatedAt) > 0)
            .Select(pair => $"created_at goes back\n{pair.First}\n{pair.Second}");

    private static IEnumerable<string> RevsOfOtherEvents(PlanetRecord planet)
    {
        var events = planet.Events.Where(step => step.Seq is not null).ToLookup(step => step.Seq!.Value);
        foreach (var message in planet.Messages)
        {
            var last = events[message.Seq].LastOrDefault();
            if (last.Rev != message.Rev)
            {
                yield return $"its last event is {last}\n{message}";
            }
        }
    }
}
