using Orleans;

namespace Connecto.Planets;

/// <summary>
/// What is to become of a user's membership; null leaves it as it is. <c>Status</c> active makes a member of who is
/// none, lifting a ban; removed ends a membership or a ban; banned keeps out. A <c>MutedUntil</c> that has passed
/// lets the member speak again.
/// </summary>
[GenerateSerializer, Immutable]
public sealed record MemberPatch(MemberRole? Role, MemberStatus? Status, DateTimeOffset? MutedUntil);
