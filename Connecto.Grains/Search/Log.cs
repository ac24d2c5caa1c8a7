using Microsoft.Extensions.Logging;

namespace Connecto.Search;

internal static partial class Log
{
    [LoggerMessage(2040, LogLevel.Warning, "{Planets} planets could not be indexed; they are tried again")]
    public static partial void NotIndexed(ILogger logger, int planets, Exception failure);
}
