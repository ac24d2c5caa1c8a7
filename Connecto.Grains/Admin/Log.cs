using Microsoft.Extensions.Logging;

namespace Connecto.Admin;

/// <summary>What the cluster's register logs: events 1400 to 1449.</summary>
internal static partial class Log
{
    [LoggerMessage(1400, LogLevel.Warning, "Web node {Node} could not be told an announcement")]
    public static partial void NodeNotTold(ILogger logger, string node, Exception failure);

    [LoggerMessage(1402, LogLevel.Warning, "{Process} could not be asked for its queries")]
    public static partial void ProcessNotAsked(ILogger logger, string process, Exception failure);

    [LoggerMessage(1401, LogLevel.Warning, "The cluster could not be told of this process")]
    public static partial void NotReported(ILogger logger, Exception failure);
}
