namespace Connecto.Bench.History;

/// <summary>Counts are those which the members' cursors give, for a fresh reader and for who has followed live.</summary>
internal sealed class CountsFollowCursors : IHistoryRule
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
        foreach (var user in run.Copies.Where(copy => copy.IsMember).GroupBy(copy => (copy.PlanetId, copy.UserId)))
        {
            var (planetId, userId) = user.Key;
            var own = planets[planetId].Members.SingleOrDefault(member => member.UserId == userId);
            // Of several clients the furthest counts; and what came before one's time counts as read.
            var read = Math.Max(user.Max(copy => copy.Cursor), own?.JoinedSeq ?? 0);
            if (own?.LastReadSeq != read)
            {
                var cursor = own is null ? "that he is no member" : $"{own.LastReadSeq}";
                yield return $"planet {planetId}: user {userId} has read to {read}, the planet says {cursor}";
            }
            foreach (var copy in user)
            {
                foreach (var line in Differences(copy.Counts, expected[planetId]).Take(ShownOfCopy))
                {
                    yield return $"planet {planetId}: live at client {copy.Client} {line}";
                }
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
