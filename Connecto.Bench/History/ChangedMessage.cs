namespace Connecto.Bench.History;

/// <summary>
/// An acknowledged edit, or deletion where <c>Text</c> is null, in the order of its client's answers. <c>Attempts</c>
/// above one: an earlier call may have done it too, under another rev. <c>Rev</c> is null where it was refused after calls
/// whose outcome nobody knows. <c>AnsweredAt</c> is since the run began.
/// </summary>
internal sealed record ChangedMessage(
    string PlanetId,
    string UserId,
    long Seq,
    string? Text,
    long? Rev,
    int Attempts,
    TimeSpan AnsweredAt
);
