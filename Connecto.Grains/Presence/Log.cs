using Microsoft.Extensions.Logging;

namespace Connecto.Presence;

/// <summary>What presence logs: events 3100 to 3199.</summary>
internal static partial class Log
{
    [LoggerMessage(3100, LogLevel.Warning, "Changes of presence in shard {Shard} could not be told; trying again")]
    public static partial void NotTold(ILogger logger, long shard, Exception failure);

    [LoggerMessage(3101, LogLevel.Warning, "Web node {Node} could not be told of presence")]
    public static partial void NodeNotTold(ILogger logger, string node, Exception failure);

    [LoggerMessage(3102, LogLevel.Warning, "Web node {Node} is too busy to be told of presence")]
    public static partial void NodeTooBusy(ILogger logger, string node);
}
