using Microsoft.Extensions.Logging;

namespace Connecto.Silo.Clustering;

/// <summary>What a silo of a cluster logs: events 1600 to 1649.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Warning, "{Interface}.{Method} was answered with unavailable: PostgreSQL failed")]
    public static partial void StorageFailed(ILogger logger, string? @interface, string? method, Exception failure);

    [LoggerMessage(
        1601,
        LogLevel.Warning,
        "{Silo} cannot join: {Silent} has been silent for {Time} and is declared dead"
    )]
    public static partial void SiloPassedOver(ILogger logger, object silo, object silent, TimeSpan time);

    [LoggerMessage(1602, LogLevel.Warning, "The table of silos could not be read")]
    public static partial void SilentSilosNotSought(ILogger logger, Exception failure);
}
