using Microsoft.Extensions.Logging;

namespace Connecto.Caching;

/// <summary>What the telling of changes logs: events 1350 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(
        1350,
        LogLevel.Warning,
        "Web node {Node} did not take what changed; it begins anew when it attaches"
    )]
    public static partial void NodeLost(ILogger logger, string node, Exception failure);

    [LoggerMessage(1351, LogLevel.Warning, "Web node {Node} could not be asked for its caches")]
    public static partial void NodeNotAsked(ILogger logger, string node, Exception failure);

    [LoggerMessage(1352, LogLevel.Warning, "Web nodes could not be told {Count} changes; trying again")]
    public static partial void NotTold(ILogger logger, int count, Exception failure);
}
