namespace Connecto.Web.Tests.Durability.History;

/// <summary>An active member's place in a planet: what came up to <c>JoinedSeq</c> does not count for him.</summary>
public sealed record MemberCursor(string UserId, long JoinedSeq, long LastReadSeq);
