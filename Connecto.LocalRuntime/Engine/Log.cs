using Microsoft.Extensions.Logging;

namespace Connecto.LocalRuntime;

/// <summary>What the runtime logs. Event ids 7000 to 7099 are its own and do not change.</summary>
internal static partial class Log
{
    [LoggerMessage(7000, LogLevel.Information, "{Silo} is up, on the local runtime")]
    internal static partial void SiloStarted(ILogger logger, string silo);

    [LoggerMessage(7001, LogLevel.Information, "{Silo} has stopped")]
    internal static partial void SiloStopped(ILogger logger, string silo);

    [LoggerMessage(7010, LogLevel.Error, "{Activation} could not activate")]
    internal static partial void ActivationFailed(ILogger logger, Exception error, Activation activation);

    [LoggerMessage(7011, LogLevel.Error, "{Activation} failed while it deactivated")]
    internal static partial void DeactivationFailed(ILogger logger, Exception error, Activation activation);

    [LoggerMessage(7020, LogLevel.Warning, "A timer of {Activation} failed")]
    internal static partial void TimerFailed(ILogger logger, Exception error, Activation activation);

    [LoggerMessage(7021, LogLevel.Warning, "The one-way call {Call} failed")]
    internal static partial void OneWayCallFailed(ILogger logger, Exception error, Call call);

    [LoggerMessage(7022, LogLevel.Warning, "{Call} was not answered within {Time}")]
    internal static partial void CallTimedOut(ILogger logger, Call call, TimeSpan time);
}
