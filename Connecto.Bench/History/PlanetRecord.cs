namespace Connecto.Bench.History;

/// <summary>
/// A planet as a fresh reader finds it after the run: every message, every event after <c>FirstRev</c>, every member.
/// </summary>
internal sealed record PlanetRecord(
    string PlanetId,
    long HeadSeq,
    long HeadRev,
    long FirstRev,
    IReadOnlyList<MessageState> Messages,
    IReadOnlyDictionary<long, MessageCounts> Counts,
    IReadOnlyDictionary<long, int> Replies,
    IReadOnlyList<EventStep> Events,
    IReadOnlyList<MemberCursor> Members
);
