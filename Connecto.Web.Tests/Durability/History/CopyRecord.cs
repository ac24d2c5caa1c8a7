namespace Connecto.Web.Tests.Durability.History;

/// <summary>
/// What one client holds of a planet at the end, from live events and resumes: its messages, the events that it was
/// given in the order in which they came, the counts of the newest messages, and how far it has read.
/// </summary>
public sealed record CopyRecord(
    string PlanetId,
    string UserId,
    long HeadRev,
    long Cursor,
    IReadOnlyList<MessageState> Messages,
    IReadOnlyList<EventStep> Events,
    IReadOnlyDictionary<long, MessageCounts> Counts
);
