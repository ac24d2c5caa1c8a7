using Connecto.Ids;
using Orleans;

namespace Connecto.Planets;

public enum MemberRole
{
    Member,
    Admin,
    Owner,
}

public enum MemberStatus
{
    Active,
    Left,
    Removed,
    Banned,
}

/// <summary>
/// A user's membership of one planet. <c>JoinedSeq</c> is the planet's head at the last joining: messages after it
/// are those the member can have read. <c>LastReadSeq</c> is null where receipts are not shown.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record Member(
    Snowflake UserId,
    string DisplayName,
    MemberRole Role,
    MemberStatus Status,
    DateTimeOffset? MutedUntil,
    DateTimeOffset JoinedAt,
    long JoinedSeq,
    long? LastReadSeq
);
