using Connecto.Ids;
using Orleans;

namespace Connecto.Planets;

/// <summary>What kind of chat room a planet is; the wire names are those of the contract, in lower case.</summary>
public enum PlanetKind
{
    Travel,
    Group,
    Direct,
}

/// <summary>What owners and admins may set. <c>EditWindowSeconds</c> 0 means no bound.</summary>
[GenerateSerializer, Immutable]
public sealed record PlanetSettings(
    int SlowModeSeconds = 0,
    bool ReadReceipts = true,
    bool HistoryVisible = true,
    int EditWindowSeconds = 0
);

/// <summary>A planet as its members see it.</summary>
[GenerateSerializer, Immutable]
public sealed record Planet(
    Snowflake Id,
    PlanetKind Kind,
    Snowflake? TravelId,
    string Name,
    int MemberCount,
    long HeadSeq,
    long HeadRev,
    PlanetSettings Settings,
    DateTimeOffset? ArchivedAt,
    DateTimeOffset CreatedAt
);
