namespace Connecto.Web.Tests.Durability.History;

/// <summary>
/// An acknowledged edit, or deletion where <c>Text</c> is null, in the order of its client's answers. <c>Attempts</c>
/// above one: an earlier call may have done it too, under another rev.
/// </summary>
public sealed record ChangedMessage(string PlanetId, string UserId, long Seq, string? Text, long Rev, int Attempts);
