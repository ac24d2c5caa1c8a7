using Connecto.Ids;
using Microsoft.Extensions.Logging;

namespace Connecto.Jobs;

/// <summary>What jobs log: events 1300 to 1399.</summary>
internal static partial class Log
{
    [LoggerMessage(1300, LogLevel.Warning, "Job {Job} is not done and will be tried again")]
    public static partial void JobFailed(ILogger logger, Snowflake job, Exception failure);

    [LoggerMessage(1301, LogLevel.Warning, "Jobs that are left could not be looked for")]
    public static partial void SweepFailed(ILogger logger, Exception failure);
}
