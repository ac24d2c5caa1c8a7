namespace Connecto.Web.SignalR;

internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Error, "Hub call {Method} failed")]
    public static partial void CallFailed(ILogger logger, string method, Exception failure);

    [LoggerMessage(2201, LogLevel.Warning, "Hub call {Method} cannot be served now")]
    public static partial void CallUnavailable(ILogger logger, string method, Exception failure);

    [LoggerMessage(2216, LogLevel.Error, "A connection was not looked after")]
    public static partial void NotLookedAfter(ILogger logger, Exception failure);
}
