namespace Connecto.Bench.History;

/// <summary>An active member's place in a planet: what came up to <c>JoinedSeq</c> does not count for him.</summary>
internal sealed record MemberCursor(string UserId, long JoinedSeq, long LastReadSeq);
