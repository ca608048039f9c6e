using Microsoft.Extensions.Logging;

namespace TinyBase.Cli.Logging;

/// <summary>Logs the messages of one category.</summary>
internal sealed class LineLogger(LogBuffer buffer, LogLevel lowest) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) buffer.Add(logLevel, formatter(state, exception), exception);
    }
}
