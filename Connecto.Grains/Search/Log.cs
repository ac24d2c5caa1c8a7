using Microsoft.Extensions.Logging;

namespace Connecto.Search;

internal static partial class Log
{
    [LoggerMessage(2050, LogLevel.Warning, "{Planets} planets could not be indexed for searches; tried again soon")]
    public static partial void NotIndexed(ILogger logger, int planets, Exception failure);

    [LoggerMessage(2051, LogLevel.Warning, "What is not indexed for searches could not be found; tried again later")]
    public static partial void NotSwept(ILogger logger, Exception failure);
}
