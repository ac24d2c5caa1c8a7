using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Connecto.Web.Tests.Support;

/// <summary>Keeps every line of a host's log, with the values that it was made of.</summary>
internal sealed class RecordedLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(int Id, string Text)> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Lines.Enqueue((eventId.Id, formatter(state, exception) + state));

    public void Dispose() { }
}
