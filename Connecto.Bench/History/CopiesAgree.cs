namespace Connecto.Bench.History;

/// <summary>
/// What a client has put together from events and resumes is what a fresh reader finds; of who is out, the events that he
/// was given.
/// </summary>
internal sealed class CopiesAgree : IHistoryRule
{
    private const int ShownOfCopy = 3;

    /// <inheritdoc/>
    public string Says => "every client holds the same list as a fresh reader, edits and deletions included";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var planets = run.Planets.ToDictionary(planet => planet.PlanetId);
        foreach (var copy in run.Copies)
        {
            var planet = planets[copy.PlanetId];
            foreach (
                var line in Events(copy, planet).Take(ShownOfCopy).Concat(Messages(copy, planet).Take(ShownOfCopy))
            )
            {
                yield return $"planet {copy.PlanetId}, client {copy.UserId}: {line}";
            }
        }
    }

    private static IEnumerable<string> Events(CopyRecord copy, PlanetRecord planet)
    {
        if (copy.IsMember && copy.HeadRev != planet.HeadRev)
        {
            yield return $"stands at rev {copy.HeadRev}, the planet at {planet.HeadRev}";
        }
        var steps = planet.Events.ToLookup(step => step.Rev);
        foreach (var step in copy.Events.Where(step => step.Rev > planet.FirstRev && step.Kind != EventStep.Snapshot))
        {
            if (!steps[step.Rev].Contains(step))
            {
                yield return $"was given {step}, a fresh reader {string.Join(", ", steps[step.Rev])}";
            }
        }
    }

    private static IEnumerable<string> Messages(CopyRecord copy, PlanetRecord planet)
    {
        if (!copy.IsMember)
        {
            yield break;
        }
        var held = copy.Messages.ToLookup(message => message.Seq);
        foreach (var message in planet.Messages)
        {
            var own = held[message.Seq].ToList();
            if (own.Count != 1 || own[0] != message)
            {
                yield return $"holds\n{(own.Count == 0 ? "nothing" : string.Join('\n', own))}\na fresh reader\n{message}";
            }
        }
        var seqs = planet.Messages.Select(message => message.Seq).ToHashSet();
        foreach (var message in copy.Messages.Where(message => !seqs.Contains(message.Seq)))
        {
            yield return $"holds {message}, a fresh reader nothing";
        }
    }
}
