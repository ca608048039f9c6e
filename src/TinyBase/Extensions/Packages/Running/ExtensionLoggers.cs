using Microsoft.Extensions.Logging;

namespace TinyBase.Extensions.Packages.Running;

/// <summary>The host's loggers, under the name of an extension.</summary>
internal sealed class ExtensionLoggers(string extension, ILoggerFactory host) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => host.CreateLogger($"TinyBase.Extensions.{extension}.{categoryName}");

    public void AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("Where logs go is for the server to say. An extension may have loggers of its own beside it.");

    public void Dispose()
    {
        // They are the host's.
    }
}
