namespace Connecto.Web.Errors;

internal static partial class Log
{
    [LoggerMessage(5000, LogLevel.Error, "{Method} {Path} failed")]
    public static partial void Failed(ILogger logger, string method, PathString path, Exception exception);

    [LoggerMessage(5001, LogLevel.Warning, "{Method} {Path} cannot be served now: {Reason}")]
    public static partial void Unavailable(ILogger logger, string method, PathString path, string reason);
}
