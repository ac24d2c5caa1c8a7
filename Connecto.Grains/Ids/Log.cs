using Microsoft.Extensions.Logging;

namespace Connecto.Ids;

/// <summary>What the making of ids logs; event ids 2100 to 2109.</summary>
internal static partial class Log
{
    [LoggerMessage(2100, LogLevel.Information, "Ids are made under node number {Number}")]
    public static partial void NodeNumberTaken(ILogger logger, int number);

    [LoggerMessage(2101, LogLevel.Warning, "The reservation of ids could not be renewed; trying again")]
    public static partial void ReservationNotRenewed(ILogger logger, Exception exception);
}
