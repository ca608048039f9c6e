using Microsoft.Extensions.Logging;

using TinyBase.Sdk.Calls;
using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Workers;

/// <summary>The log of one call: each line is a frame, in bounded number and length.</summary>
internal sealed class CallLog : ILogger
{
    private readonly long _call;
    private readonly LogLevelName _least;
    private readonly BlockingFrameWriter _writer;
    private readonly TimeProvider _time;
    private int _lines;

    /// <param name="call">The number of the call; 0 for what is said outside of calls.</param>
    /// <param name="least">Lines below this are dropped.</param>
    public CallLog(long call, LogLevelName least, BlockingFrameWriter writer, TimeProvider time)
    {
        _call = call;
        _least = least;
        _writer = writer;
        _time = time;
        Out = new LineBuffer(line => Write(LogLevelName.Info, line));
        Error = new LineBuffer(line => Write(LogLevelName.Warning, line));
    }

    /// <summary>What the call prints.</summary>
    public LineBuffer Out { get; }

    /// <summary>What it prints as errors.</summary>
    public LineBuffer Error { get; }

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && LogFields.Level(logLevel) >= _least;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) Write(new LogMessage(LogFields.Level(logLevel), LogFields.Cut(formatter(state, exception)), _time.GetUtcNow(), LogFields.Of(state, exception)));
    }

    /// <summary>Writes what was printed without the end of a line.</summary>
    public void Flush()
    {
        Out.Flush();
        Error.Flush();
    }

    private void Write(LogLevelName level, string line)
    {
        if (level >= _least) Write(new LogMessage(level, line, _time.GetUtcNow(), LogFields.None));
    }

    private void Write(LogMessage message)
    {
        // Not counted further, so that it never begins again.
        if (Volatile.Read(ref _lines) > FrameFormat.MostLines) return;
        var line = Interlocked.Increment(ref _lines);
        if (line > FrameFormat.MostLines + 1) return;
        var last = line == FrameFormat.MostLines + 1
            ? new LogMessage(LogLevelName.Warning, $"The call wrote {FrameFormat.MostLines} lines; what follows is not kept", message.Time, LogFields.None)
            : message;
        try
        {
            _writer.Write(FrameType.Log, _call, FrameCodec.Write(last));
        }
        catch (IOException)
        {
            // The server is gone; the end of the input ends the process.
        }
    }
}
