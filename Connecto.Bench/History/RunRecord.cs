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
    IReadOnlyList<string> Faults
);
