namespace Connecto.Bench.History;

/// <summary>
/// All that a run left behind: what clients were promised, what they hold, and what a fresh reader finds.
/// <c>Faults</c> are what clients saw go wrong while it ran.
/// </summary>
internal sealed record RunRecord(
    IReadOnlyList<PlanetRecord> Planets,
    IReadOnlyList<SentMessage> Sends,
    IReadOnlyList<ChangedMessage> Changes,
    IReadOnlyList<ReactedMessage> Reactions,
    IReadOnlyList<MembershipChange> Memberships,
    IReadOnlyList<CopyRecord> Copies,
    IReadOnlyList<InboxRecord> Inboxes,
    IReadOnlyList<string> Faults
)
{
    /// <summary>
    /// Whether web nodes make calls again themselves, as they do in a cluster that has lost a silo: then the only call of
    /// a client may be answered as a duplicate.
    /// </summary>
    public bool IsCluster { get; init; }
}
