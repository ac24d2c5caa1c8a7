#if ORLEANS_PACKAGES
using Microsoft.Extensions.Logging;

namespace Connecto.Grains.Tests.Clustering;

/// <summary>Counts how often a silo's TLS says that a handshake failed.</summary>
internal sealed class HeardRefusals : ILoggerProvider, ILogger
{
    private int _count;

    public int Count => Volatile.Read(ref _count);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    )
    {
        if (IsEnabled(logLevel) && formatter(state, exception).StartsWith("Authentication", StringComparison.Ordinal))
        {
            Interlocked.Increment(ref _count);
        }
    }

    public void Dispose() { }
}
#endif
