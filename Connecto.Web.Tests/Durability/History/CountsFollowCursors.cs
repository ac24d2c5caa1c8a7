namespace Connecto.Web.Tests.Durability.History;

/// <summary>Counts are those which the members' cursors give, for a fresh reader and for who has followed live.</summary>
public sealed class CountsFollowCursors : IHistoryRule
{
    private const int ShownOfCopy = 3;

    /// <inheritdoc/>
    public string Says =>
        "read and unread counts equal a recomputation from the cursors, which are those clients moved";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var planets = run.Planets.ToDictionary(planet => planet.PlanetId);
        var expected = run.Planets.ToDictionary(planet => planet.PlanetId, Expected);
        foreach (var planet in run.Planets)
        {
            foreach (var line in Differences(planet.Counts, expected[planet.PlanetId]))
            {
                yield return $"planet {planet.PlanetId}: {line}";
            }
        }
        foreach (var copy in run.Copies)
        {
            var own = planets[copy.PlanetId].Members.SingleOrDefault(member => member.UserId == copy.UserId);
            if (own?.LastReadSeq != copy.Cursor)
            {
                var cursor = own is null ? "that he is no member" : $"{own.LastReadSeq}";
                yield return $"planet {copy.PlanetId}: client {copy.UserId} has read to {copy.Cursor}, the planet says {cursor}";
            }
            foreach (var line in Differences(copy.Counts, expected[copy.PlanetId]).Take(ShownOfCopy))
            {
                yield return $"planet {copy.PlanetId}: live at client {copy.UserId} {line}";
            }
        }
    }

    /// <summary>The counts that the members' cursors give for every message.</summary>
    public static IReadOnlyDictionary<long, MessageCounts> Expected(PlanetRecord planet) =>
        planet
            .Messages.DistinctBy(message => message.Seq)
            .ToDictionary(message => message.Seq, message => Of(message, planet.Members));

    private static MessageCounts Of(MessageState message, IReadOnlyList<MemberCursor> members)
    {
        var readers = members
            .Where(member => member.UserId != message.SenderId && member.JoinedSeq < message.Seq)
            .ToList();
        var read = readers.Count(member => member.LastReadSeq >= message.Seq);
        return new MessageCounts(read, readers.Count - read);
    }

    private static IEnumerable<string> Differences(
        IReadOnlyDictionary<long, MessageCounts> found,
        IReadOnlyDictionary<long, MessageCounts> expected
    ) =>
        from pair in found
        orderby pair.Key
        let right = expected.TryGetValue(pair.Key, out var counts) ? counts : (MessageCounts?)null
        where right != pair.Value
        select $"message #{pair.Key} says {pair.Value}, the cursors {right?.ToString() ?? "nothing"}";
}
