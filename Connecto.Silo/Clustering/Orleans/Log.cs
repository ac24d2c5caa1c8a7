using Microsoft.Extensions.Logging;

namespace Connecto.Silo.Clustering;

/// <summary>What a silo of a cluster logs: events 1600 to 1649.</summary>
internal static partial class Log
{
    [LoggerMessage(1600, LogLevel.Warning, "{Interface}.{Method} was answered with unavailable: PostgreSQL failed")]
    public static partial void StorageFailed(ILogger logger, string? @interface, string? method, Exception failure);
}
