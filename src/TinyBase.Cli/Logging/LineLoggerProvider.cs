using Microsoft.Extensions.Logging;

namespace TinyBase.Cli.Logging;

/// <summary>
/// Logs one line a message, such as <c>2026-11-22T18:41:05.123Z INFO  GET /health 200 0.1 ms [0HN1]</c>, from a thread of its
/// own and many lines at a time: a request never waits for the output.
/// </summary>
internal sealed class LineLoggerProvider : ILoggerProvider
{
    /// <summary>How long an output that takes nothing may hold up the end of the process.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>"Hosting failed to start": the command says so itself, in one line.</summary>
    private const int HostFailedToStart = 11;

    private readonly LogBuffer _buffer;
    private readonly Stream _output;
    private readonly LogLevel _lowest;
    private readonly Thread _thread;

    public LineLoggerProvider(Stream output, TimeProvider clock, LogLevel lowest, LineStyle style)
    {
        _buffer = new LogBuffer(clock, style);
        _output = output;
        _lowest = lowest;
        _thread = new Thread(WriteAll) { IsBackground = true, Name = "TinyBase log" };
        _thread.Start();
    }

    public ILogger CreateLogger(string categoryName) =>
        new LineLogger(_buffer, Lowest(categoryName), categoryName == HostCategory ? HostFailedToStart : null);

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        _buffer.Complete();
        _thread.Join(Patience);
    }

    private LogLevel Lowest(string category)
    {
        // As long as this category is on, each request costs a trace activity that nobody reads; Kestrel logs failures.
        if (category == "Microsoft.AspNetCore.Hosting.Diagnostics") return LogLevel.None;
        var isFramework = category.StartsWith("Microsoft.", StringComparison.Ordinal)
            || category.StartsWith("System.", StringComparison.Ordinal);
        return isFramework && _lowest is LogLevel.Information ? LogLevel.Warning : _lowest;
    }

    private void WriteAll()
    {
        while (_buffer.Take() is { Length: > 0 } lines)
        {
            try
            {
                _output.Write(lines.Span);
            }
            catch (IOException)
            {
                // Nobody reads the log any more; the server goes on.
            }
        }
    }
}
