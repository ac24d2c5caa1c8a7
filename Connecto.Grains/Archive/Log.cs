using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Archive;

/// <summary>What archiving logs: events 1700 to 1749.</summary>
internal static partial class Log
{
    [LoggerMessage(1700, LogLevel.Information, "Archived {Name}: {Rows} rows in {Bytes} bytes")]
    public static partial void Archived(ILogger logger, string name, long rows, long bytes);

    [LoggerMessage(1701, LogLevel.Information, "Restored {Name}: {Rows} rows")]
    public static partial void Restored(ILogger logger, string name, long rows);

    [LoggerMessage(1702, LogLevel.Information, "Threw away the files of {Name}; its rows are in PostgreSQL")]
    public static partial void ThrownAway(ILogger logger, string name);

    [LoggerMessage(1703, LogLevel.Warning, "Could not archive {Name}; its rows stay, and the next round tries again")]
    public static partial void NotArchived(ILogger logger, string name, Exception failure);

    [LoggerMessage(1704, LogLevel.Error, "Order {Order} of archiving failed")]
    public static partial void OrderFailed(ILogger logger, long order, Exception failure);

    [LoggerMessage(1705, LogLevel.Warning, "Orders of archiving could not be looked for")]
    public static partial void OrdersNotRead(ILogger logger, Exception failure);

    [LoggerMessage(1706, LogLevel.Warning, "Planet {Planet} could not be told that messages were restored")]
    public static partial void NotTold(ILogger logger, Snowflake planet, Exception failure);

    [LoggerMessage(1707, LogLevel.Warning, "Another server has taken archiving over; its order is left to that one")]
    public static partial void LeaseLost(ILogger logger);
}
