using Microsoft.Extensions.Logging;

using TinyBase.Functions.Calls;
using TinyBase.Sdk.Calls;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.InProcess;

/// <summary>The logger of a call of the embedding app's function.</summary>
internal sealed class CallLogger(CallLog log, TimeProvider clock) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && LogFields.Level(logLevel) >= log.Least;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        log.Add(new LogMessage(LogFields.Level(logLevel), LogFields.Cut(formatter(state, exception)), clock.GetUtcNow(), LogFields.Of(state, exception)));
    }
}
