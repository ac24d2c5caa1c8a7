namespace Connecto.Bench.History;

/// <summary>
/// A badge counts what lies after its reader's cursor and is not deleted. His own messages never do, as a send moves his
/// cursor to it, and nothing does that came up to his joining.
/// </summary>
internal sealed class BadgesFollowCursors : IHistoryRule
{
    /// <summary>Badges are exact up to here and stay there.</summary>
    private const int Most = 999;

    /// <inheritdoc/>
    public string Says =>
        "every inbox has the planets of its user, each once, with the badges that his cursor and the messages give";

    /// <inheritdoc/>
    public IEnumerable<string> Broken(RunRecord run)
    {
        var mentions = run
            .Sends.Where(send => send.Answer is not null)
            .SelectMany(send => send.Mentions.Select(userId => (send.PlanetId, send.Answer!.Seq, userId)))
            .ToHashSet();
        return from inbox in run.Inboxes
            let badges = inbox.Badges.ToLookup(badge => badge.PlanetId)
            from planet in run.Planets
            let own = planet.Members.SingleOrDefault(member => member.UserId == inbox.UserId)
            let expected = own is null ? [] : new[] { Expected(planet, own, mentions) }
            where !badges[planet.PlanetId].SequenceEqual(expected)
            select $"planet {planet.PlanetId}: the inbox of {inbox.UserId} at client {inbox.Client} says "
                + $"{Shown(badges[planet.PlanetId])}; his cursor and the messages give "
                + Shown(expected);
    }

    private static Badge Expected(
        PlanetRecord planet,
        MemberCursor member,
        HashSet<(string PlanetId, long Seq, string UserId)> mentions
    )
    {
        var read = Math.Max(member.LastReadSeq, member.JoinedSeq);
        var unread = planet
            .Messages.Where(message => message.Seq > read && message.DeletedAt is null)
            .Select(message => message.Seq)
            .ToList();
        var mentioned = unread.Count(seq => mentions.Contains((planet.PlanetId, seq, member.UserId)));
        return new Badge(planet.PlanetId, read, Math.Min(unread.Count, Most), Math.Min(mentioned, Most));
    }

    private static string Shown(IEnumerable<Badge> badges) =>
        string.Join(" and ", badges) is { Length: > 0 } shown ? shown : "nothing";
}
