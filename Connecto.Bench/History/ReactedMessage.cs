namespace Connecto.Bench.History;

/// <summary>
/// A reaction set or taken away, in the order of its client's calls; no two clients use the same emoji for one user.
/// <c>Rev</c> is null where it was refused after calls whose outcome nobody knows.
/// </summary>
internal sealed record ReactedMessage(
    string PlanetId,
    string UserId,
    long Seq,
    string Emoji,
    bool On,
    long? Rev,
    int Attempts
);
