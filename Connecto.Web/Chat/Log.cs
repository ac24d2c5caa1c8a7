using Connecto.Ids;

namespace Connecto.Web.Chat;

internal static partial class Log
{
    [LoggerMessage(
        2214,
        LogLevel.Warning,
        "A connection of user {UserId} was not made known; it is closed to come back"
    )]
    public static partial void NotConnected(ILogger logger, Snowflake userId, Exception failure);

    [LoggerMessage(2202, LogLevel.Warning, "The gap of planet {PlanetId} was not fetched; trying again")]
    public static partial void GapNotFetched(ILogger logger, Snowflake planetId, Exception failure);

    [LoggerMessage(
        2203,
        LogLevel.Warning,
        "What planet {PlanetId} did after rev {Rev} is too much; its readers resume"
    )]
    public static partial void ContinuityLost(ILogger logger, Snowflake planetId, long rev);

    [LoggerMessage(2204, LogLevel.Error, "Planet {PlanetId} stood at rev {Rev} and now stands at {HeadRev}")]
    public static partial void SetBack(ILogger logger, Snowflake planetId, long rev, long headRev);

    [LoggerMessage(2205, LogLevel.Warning, "Leases on silo {Silo} were not renewed; its planets are attached to again")]
    public static partial void NotRenewed(ILogger logger, string silo, Exception failure);

    [LoggerMessage(2206, LogLevel.Warning, "Planet {PlanetId} was not attached to; trying again")]
    public static partial void NotAttached(ILogger logger, Snowflake planetId, Exception failure);

    [LoggerMessage(2207, LogLevel.Debug, "Planet {PlanetId} was not detached from")]
    public static partial void NotDetached(ILogger logger, Snowflake planetId, Exception failure);

    [LoggerMessage(2208, LogLevel.Debug, "User {UserId} was not detached from")]
    public static partial void UserNotDetached(ILogger logger, Snowflake userId, Exception failure);

    [LoggerMessage(2209, LogLevel.Warning, "User {UserId} was not renewed; trying again")]
    public static partial void UserNotRenewed(ILogger logger, Snowflake userId, Exception failure);

    [LoggerMessage(2210, LogLevel.Warning, "Planet {PlanetId} could not be opened")]
    public static partial void NotOpened(ILogger logger, Snowflake planetId, Exception failure);

    [LoggerMessage(2211, LogLevel.Information, "Asking {Count} connections to come back within {Within}")]
    public static partial void Draining(ILogger logger, int count, TimeSpan within);

    [LoggerMessage(2212, LogLevel.Warning, "Presence shard {Shard} was not told who is here; trying again")]
    public static partial void PresenceNotReported(ILogger logger, int shard, Exception failure);

    [LoggerMessage(2213, LogLevel.Debug, "Presence shard {Shard} was not told that this node leaves")]
    public static partial void PresenceNotLeft(ILogger logger, int shard, Exception failure);

    [LoggerMessage(2215, LogLevel.Warning, "The counts of planet {PlanetId} were not fetched; trying again")]
    public static partial void CountsNotFetched(ILogger logger, Snowflake planetId, Exception failure);
}
