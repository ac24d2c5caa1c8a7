using Microsoft.Extensions.Logging;

namespace Connecto.Delivery;

/// <summary>What delivery logs: events 1450 to 1499.</summary>
internal static partial class Log
{
    [LoggerMessage(1450, LogLevel.Warning, "Web node {Node} could not be told that silo {Silo} is lost")]
    public static partial void NodeNotTold(ILogger logger, string node, string silo, Exception failure);
}
