namespace Connecto.Web.Hosting;

internal static partial class Log
{
    [LoggerMessage(
        5200,
        LogLevel.Warning,
        "This process stood still for {Seconds:F1} s; what changes something and was asked meanwhile is refused"
    )]
    public static partial void StoodStill(ILogger logger, double seconds);
}
