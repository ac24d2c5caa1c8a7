namespace Connecto.Bench.History;

/// <summary>
/// The membership of one user in one planet is changed by one client alone, one change at a time, and each is a change,
/// however often it was called.
/// </summary>
internal sealed class MembersStand : IHistoryRule
{
    /// <inheritdoc/>
    public string Says => "every acknowledged joining, leaving and removal is one event, and the last ones stand";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var changes = run.Memberships.ToLookup(change => (change.PlanetId, change.UserId), change => change.Status);
        return run.Planets.SelectMany(planet => Broken(planet, changes));
    }

    private static IEnumerable<string> Broken(
        PlanetRecord planet,
        ILookup<(string PlanetId, string UserId), string> changes
    )
    {
        var told = planet
            .Events.Where(step => step.Kind == "member")
            .SelectMany(step => step.Detail!.Split(", "))
            .Select(words => words.Split(' '))
            .ToLookup(words => words[0], words => words[1]);
        var members = planet.Members.Select(member => member.UserId).ToHashSet();
        var comers = changes.Where(of => of.Key.PlanetId == planet.PlanetId).Select(of => of.Key.UserId);
        foreach (var userId in told.Select(of => of.Key).Union(comers))
        {
            // At first everybody was added.
            var own = changes[(planet.PlanetId, userId)].Prepend("active").ToList();
            if (!told[userId].SequenceEqual(own))
            {
                yield return $"planet {planet.PlanetId}: user {userId} was {string.Join(", ", own)}; "
                    + $"the events say {string.Join(", ", told[userId])}";
            }
            if (members.Contains(userId) != (own[^1] == "active"))
            {
                yield return $"planet {planet.PlanetId}: user {userId} was {own[^1]} last and is "
                    + (members.Contains(userId) ? "a member" : "no member");
            }
        }
    }
}
