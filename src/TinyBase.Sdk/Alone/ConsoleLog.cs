using Microsoft.Extensions.Logging;

using TinyBase.Sdk.Calls;

namespace TinyBase.Sdk.Alone;

/// <summary>Writes log lines of a function that runs alone for people to read.</summary>
internal sealed class ConsoleLog(TextWriter output) : ILogger
{
    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Debug and < LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        output.WriteLine($"{LogFields.Shown(LogFields.Level(logLevel))}: {formatter(state, exception)}");
        if (exception is not null) output.WriteLine(exception);
    }
}
