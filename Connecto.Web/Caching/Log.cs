using Connecto.Ids;

namespace Connecto.Web.Caching;

/// <summary>What the cache of a web node logs: events 2300 to 2349.</summary>
internal static partial class Log
{
    [LoggerMessage(
        2300,
        LogLevel.Information,
        "Popular travels and {Planets} planets were read ahead in {Seconds:F1} s"
    )]
    public static partial void Warm(ILogger logger, int planets, double seconds);

    [LoggerMessage(2301, LogLevel.Warning, "What will be asked for first was not read ahead")]
    public static partial void NotWarm(ILogger logger, Exception failure);

    [LoggerMessage(2302, LogLevel.Debug, "Planet {PlanetId} was not read ahead")]
    public static partial void PlanetNotWarm(ILogger logger, Snowflake planetId, Exception failure);
}
