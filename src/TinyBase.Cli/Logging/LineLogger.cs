using Microsoft.Extensions.Logging;

namespace TinyBase.Cli.Logging;

/// <summary>Logs the messages of one category.</summary>
/// <param name="buffer">Where to.</param>
/// <param name="lowest">The least severe level that is logged.</param>
/// <param name="muted">The id of an event that is not logged.</param>
internal sealed class LineLogger(LogBuffer buffer, LogLevel lowest, int? muted = null) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= lowest && logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && eventId.Id != muted) buffer.Add(logLevel, formatter(state, exception), exception);
    }
}
