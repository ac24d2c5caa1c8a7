using Connecto.Ids;
using Connecto.Planets;

namespace Connecto.Storage;

/// <summary>A member as a <c>member</c> event keeps him; the name is read at replay.</summary>
public sealed record EventMember(
    Snowflake UserId,
    MemberRole Role,
    MemberStatus Status,
    DateTimeOffset? MutedUntil,
    DateTimeOffset JoinedAt,
    long JoinedSeq
);
