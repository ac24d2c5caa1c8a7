namespace Connecto.Bench.History;

/// <summary>
/// One client alone sets and takes away a user's reaction with one emoji, one change at a time, so the last acknowledged
/// one is what stands.
/// </summary>
internal sealed class ReactionsStand : IHistoryRule
{
    /// <inheritdoc/>
    public string Says =>
        "every acknowledged reaction has its event, and the last ones stand under what is not deleted";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var reactions = run.Reactions.ToLookup(reaction => reaction.PlanetId);
        return run.Planets.SelectMany(planet => Broken(planet, [.. reactions[planet.PlanetId]]));
    }

    private static IEnumerable<string> Broken(PlanetRecord planet, List<ReactedMessage> reactions)
    {
        var steps = planet.Events.ToLookup(step => step.Rev);
        foreach (var reaction in reactions.Where(reaction => reaction is { Rev: not null, Attempts: 1 }))
        {
            var step = new EventStep(reaction.Rev!.Value, "reaction", reaction.Seq, Detail(reaction, reaction.On));
            if (!steps[step.Rev].SequenceEqual([step]))
            {
                var there = string.Join(", ", steps[step.Rev]);
                yield return $"planet {planet.PlanetId}: {reaction} should be {step}; there stands {there}";
            }
        }

        var stand = Last(planet);
        foreach (var own in reactions.GroupBy(reaction => (reaction.Seq, Detail(reaction, on: true))))
        {
            var last = own.Last();
            var stands = stand.GetValueOrDefault(own.Key);
            // Refused in the end, an earlier call may have done it.
            if (last.Rev is not null && stands != last.On)
            {
                yield return $"planet {planet.PlanetId}: {last} was the last one, and it is {(stands ? "there" : "not there")}";
            }
        }

        var standing = stand.Where(pair => pair.Value).ToLookup(pair => pair.Key.Seq, pair => Emoji(pair.Key.Detail));
        foreach (var message in planet.Messages)
        {
            var kinds = standing[message.Seq].GroupBy(emoji => emoji).OrderBy(of => of.Key, StringComparer.Ordinal);
            var expected = message.DeletedAt is not null
                ? ""
                : string.Join(", ", kinds.Select(of => $"{of.Key} {of.Count()}"));
            if (expected != message.Reactions)
            {
                yield return $"planet {planet.PlanetId}: its events give it [{expected}]\n{message}";
            }
        }
    }

    // Which reactions the events leave, each by its message and what it tells where it is set.
    private static Dictionary<(long Seq, string Detail), bool> Last(PlanetRecord planet)
    {
        var last = new Dictionary<(long, string), bool>();
        foreach (var step in planet.Events.Where(step => step is { Kind: "reaction", Detail: not null }))
        {
            var parts = step.Detail!.Split(' ');
            last[(step.Seq!.Value, $"{parts[0]} on {parts[2]}")] = parts[1] == "on";
        }

        return last;
    }

    private static string Detail(ReactedMessage reaction, bool on) =>
        $"{reaction.UserId} {(on ? "on" : "off")} {reaction.Emoji}";

    private static string Emoji(string detail) => detail.Split(' ')[2];
}
