namespace Connecto.Bench.History;

/// <summary>
/// What one client holds of a planet at the end, from live events and resumes: its messages, the events and snapshots
/// that it was given in the order in which they came, the counts of the newest messages, how far it has read, and which
/// texts it was shown. <c>IsMember</c> is false where its user has left or was removed: then it stands where he went.
/// </summary>
internal sealed record CopyRecord(
    string PlanetId,
    string UserId,
    string Client,
    bool IsMember,
    long HeadRev,
    long Cursor,
    IReadOnlyList<MessageState> Messages,
    IReadOnlyList<EventStep> Events,
    IReadOnlyDictionary<long, MessageCounts> Counts,
    IReadOnlyDictionary<long, ShownText> Shown
);
