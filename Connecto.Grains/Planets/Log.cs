using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Planets;

/// <summary>What planets log: events 1000 to 1099.</summary>
internal static partial class Log
{
    [LoggerMessage(1000, LogLevel.Warning, "Planet {Planet} could not be read")]
    public static partial void LoadFailed(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1001, LogLevel.Warning, "Planet {Planet} was claimed by another activation than epoch {Epoch}")]
    public static partial void Lost(ILogger logger, Snowflake planet, long epoch);

    [LoggerMessage(1002, LogLevel.Warning, "A batch of planet {Planet} was not written: {Reason}")]
    public static partial void BatchFailed(ILogger logger, Snowflake planet, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "The outcome of a batch of planet {Planet} is unknown: {Reason}")]
    public static partial void BatchUnknown(ILogger logger, Snowflake planet, string reason);

    [LoggerMessage(1004, LogLevel.Warning, "Planet {Planet} could not be claimed to settle a batch")]
    public static partial void SettleFailed(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1005, LogLevel.Error, "The queue of planet {Planet} stopped")]
    public static partial void PumpFailed(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1006, LogLevel.Warning, "A key of planet {Planet} could not be looked up")]
    public static partial void KeyLookupFailed(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1008, LogLevel.Warning, "Whether planet {Planet} was claimed by another activation is not known")]
    public static partial void StandingUnknown(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1010, LogLevel.Warning, "Planet {Planet} could not be audited")]
    public static partial void AuditFailed(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1009, LogLevel.Error, "An audit of planet {Planet} repaired {Differences} counters")]
    public static partial void CountersDiffered(ILogger logger, Snowflake planet, int differences);

    [LoggerMessage(1007, LogLevel.Debug, "User {User} could not be told of his cursor in planet {Planet}")]
    public static partial void CursorNotTold(ILogger logger, Snowflake planet, Snowflake user, Exception failure);

    [LoggerMessage(1011, LogLevel.Warning, "Planet {Planet} could not be told to rest")]
    public static partial void NotRested(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1012, LogLevel.Warning, "How far messages of planet {Planet} are archived is not known")]
    public static partial void FloorUnknown(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(
        1013,
        LogLevel.Warning,
        "PostgreSQL has not answered planet {Planet} soon; who waits for it is refused"
    )]
    public static partial void Unanswered(ILogger logger, Snowflake planet, Exception silence);

    [LoggerMessage(1020, LogLevel.Warning, "Who left the travel of planet {Planet} could not be withdrawn from it yet")]
    public static partial void NotWithdrawn(ILogger logger, Snowflake planet, Exception failure);
}
