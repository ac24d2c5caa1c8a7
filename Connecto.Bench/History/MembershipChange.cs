namespace Connecto.Bench.History;

/// <summary>
/// An acknowledged change of who belongs to a planet, in the order of the answers: <c>active</c>, <c>left</c> or
/// <c>removed</c>. The changes of one user in one planet come from one client, one after the other.
/// </summary>
internal sealed record MembershipChange(string PlanetId, string UserId, string Status, int Attempts);
