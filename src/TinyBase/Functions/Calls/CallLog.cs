using System.Text;
using System.Text.Json;
using System.Threading.Channels;

using Microsoft.Extensions.Logging;

using TinyBase.Sdk.Calls;
using TinyBase.Sdk.Frames;

namespace TinyBase.Functions.Calls;

/// <summary>A line that a call has logged.</summary>
/// <param name="Number">Its place in the log, from 1.</param>
/// <param name="Fields">Its fields as a JSON object; null for none.</param>
internal sealed record CallLogLine(int Number, string Level, DateTimeOffset Time, string Message, string? Fields);

/// <summary>The lines of one call, up to a number and a size; whoever looks while it runs gets them as they come.</summary>
internal sealed class CallLog(string function, string callId, LogLevel least, bool asJson, ILogger logger)
{
    public const int MaxLines = 1000;
    private const int MaxMessage = 4096;
    private const int MaxFields = 4096;

    /// <summary>How many may look at one call at once.</summary>
    private const int MaxReaders = 16;

    private readonly Lock _gate = new();
    private readonly List<CallLogLine> _lines = [];
    private readonly List<Channel<CallLogLine>> _readers = [];
    private bool _hasEnded;

    /// <summary>The lines so far.</summary>
    public IReadOnlyList<CallLogLine> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    /// <summary>The name of the least severe level, as functions are told it.</summary>
    public LogLevelName Least => least switch
    {
        <= LogLevel.Debug => LogLevelName.Debug,
        LogLevel.Information => LogLevelName.Info,
        LogLevel.Warning => LogLevelName.Warning,
        LogLevel.Error => LogLevelName.Error,
        _ => LogLevelName.Critical,
    };

    public void Add(LogMessage message)
    {
        var level = LevelOf(message.Level);
        if (level < least) return;
        var text = Cut(message.Message, MaxMessage);
        var fields = message.Fields.Count > 0 ? Write(message.Fields) : null;
        lock (_gate)
        {
            if (_hasEnded || _lines.Count >= MaxLines) return;
            var line = _lines.Count == MaxLines - 1
                ? new CallLogLine(MaxLines, "warning", message.Time, $"Only the first {MaxLines - 1} lines are kept", null)
                : new CallLogLine(_lines.Count + 1, LogFields.Shown(message.Level), message.Time, text, fields);
            _lines.Add(line);
            foreach (var reader in _readers) reader.Writer.TryWrite(line);
        }

        if (!logger.IsEnabled(level)) return;
        // The text is a value, not a template: it is the function's.
        if (asJson && fields is not null) FunctionLog.LineWithFields(logger, level, function, text, fields, callId);
        else FunctionLog.Line(logger, level, function, text, callId);
    }

    /// <summary>The lines so far and those to come, until the call ends; null if too many look already.</summary>
    public ChannelReader<CallLogLine>? Follow()
    {
        lock (_gate)
        {
            if (_readers.Count >= MaxReaders) return null;
            var reader = Channel.CreateBounded<CallLogLine>(MaxLines);
            foreach (var line in _lines) reader.Writer.TryWrite(line);
            if (_hasEnded) reader.Writer.TryComplete();
            else _readers.Add(reader);
            return reader.Reader;
        }
    }

    /// <summary>No more looks at it.</summary>
    public void Unfollow(ChannelReader<CallLogLine> reader)
    {
        lock (_gate) _readers.RemoveAll(one => one.Reader == reader);
    }

    /// <summary>Takes no more lines.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
            foreach (var reader in _readers) reader.Writer.TryComplete();
            _readers.Clear();
        }
    }

    private static LogLevel LevelOf(LogLevelName level) => level switch
    {
        LogLevelName.Debug => LogLevel.Debug,
        LogLevelName.Info => LogLevel.Information,
        LogLevelName.Warning => LogLevel.Warning,
        LogLevelName.Error => LogLevel.Error,
        _ => LogLevel.Critical,
    };

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most] + "…";

    /// <summary>The fields as an object; those that find no room are left out.</summary>
    private static string Write(IReadOnlyDictionary<string, JsonElement> fields)
    {
        using var buffer = new MemoryStream();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        foreach (var (name, value) in fields)
        {
            if (writer.BytesCommitted + writer.BytesPending + name.Length + value.GetRawText().Length > MaxFields) continue;
            writer.WritePropertyName(name);
            value.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
