using Connecto.Ids;

namespace Connecto.Travels;

/// <summary>Who may know of a travel and join it; the numbers are those that are stored.</summary>
public enum TravelVisibility : short
{
    /// <summary>Everybody.</summary>
    Public = 0,

    /// <summary>Who takes part. Others come in by an invite, or are added by an admin.</summary>
    Private = 1,
}

/// <summary>A travel as it is shown. <c>MemberCount</c> counts those who take part, the owner among them.</summary>
public sealed record Travel(
    Snowflake Id,
    string Title,
    TravelVisibility Visibility,
    Snowflake OwnerId,
    int MemberCount,
    DateOnly? StartsOn,
    DateOnly? EndsOn,
    DateTimeOffset CreatedAt
);

/// <summary>Somebody who takes part in a travel, since <c>JoinedAt</c>.</summary>
public sealed record TravelMember(Snowflake UserId, string DisplayName, DateTimeOffset JoinedAt);
