namespace Connecto.Web.Api;

/// <summary>What REST logs beside refusals: events 5200 to 5299.</summary>
internal static partial class Log
{
    [LoggerMessage(5200, LogLevel.Warning, "The guest of an invite could not be told of it")]
    public static partial void GuestNotTold(ILogger logger, Exception failure);
}
