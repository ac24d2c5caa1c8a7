using Connecto.Ids;

namespace Connecto.Invites;

/// <summary>
/// Lets whoever has its code into a planet until <c>ExpiresAt</c>, at most <c>MaxUses</c> times (null: any number).
/// </summary>
public sealed record Invite(
    string Code,
    Snowflake PlanetId,
    DateTimeOffset ExpiresAt,
    int? MaxUses,
    int Uses,
    Snowflake CreatedBy
);

/// <summary>An invite to be made. With <c>UserId</c> that user is told of it; the code lets in others as well.</summary>
public sealed record NewInvite(
    Snowflake PlanetId,
    DateTimeOffset ExpiresAt,
    int? MaxUses,
    Snowflake CreatedBy,
    Snowflake? UserId
);
