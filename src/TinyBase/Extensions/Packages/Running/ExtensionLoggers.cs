using Microsoft.Extensions.Logging;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>The host's loggers, under the name of an extension.</summary>
internal sealed class ExtensionLoggers(string extension, ILoggerFactory host) : ILoggerFactory
{
    private static readonly string[] Frameworks = ["Microsoft.", "System."];

    public ILogger CreateLogger(string categoryName)
    {
        var logger = host.CreateLogger($"TinyBase.Extensions.{extension}.{categoryName}");
        return Frameworks.Any(framework => categoryName.StartsWith(framework, StringComparison.Ordinal)) ? new Quiet(logger) : logger;
    }

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Where logs go is for the server to say. An extension may have loggers of its own beside it.");

    public void Dispose()
    {
        // They are the host's.
    }

    /// <summary>
    /// Passes on what is grave. The server logs each request already, and addresses that an extension sends to may have secrets in them.
    /// </summary>
    private sealed class Quiet(ILogger logger) : ILogger
    {
        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning && logger.IsEnabled(logLevel);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) logger.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
