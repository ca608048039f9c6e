using System.Globalization;
using System.Text.Json;

using Microsoft.Extensions.Logging;

using TinyBase.Sdk.Frames;

namespace TinyBase.Sdk.Calls;

/// <summary>The parts of a log line, within bounds.</summary>
internal static class LogFields
{
    /// <summary>The longest message, in UTF-16 characters.</summary>
    public const int LongestText = 8 * 1024;

    private const int LongestValue = 1024;
    private const int MaxFields = 32;

    public static IReadOnlyDictionary<string, JsonElement> None { get; } = new Dictionary<string, JsonElement>();

    public static LogLevelName Level(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => LogLevelName.Debug,
        LogLevel.Information => LogLevelName.Info,
        LogLevel.Warning => LogLevelName.Warning,
        LogLevel.Error => LogLevelName.Error,
        _ => LogLevelName.Critical,
    };

    /// <summary>The level as people read it.</summary>
    public static string Shown(LogLevelName level) => (level == LogLevelName.Critical ? LogLevelName.Error : level).ToString().ToLowerInvariant();

    /// <summary>The names of a message's template with their values, and the exception.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Of(object? state, Exception? exception)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (var (name, value) in state as IReadOnlyList<KeyValuePair<string, object?>> ?? [])
        {
            if (name != "{OriginalFormat}" && fields.Count < MaxFields) fields[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = Value(value);
        }

        if (exception is not null) fields["exception"] = Text(Cut(exception.ToString()));
        return fields;
    }

    public static string Cut(string text, int longest = LongestText) => text.Length <= longest ? text : text[..longest] + "…";

    private static JsonElement Value(object? value) => value switch
    {
        bool flag => JsonSerializer.SerializeToElement(flag, FrameCodec.Json.Boolean),
        byte or sbyte or short or ushort or int or uint or long =>
            JsonSerializer.SerializeToElement(Convert.ToInt64(value, CultureInfo.InvariantCulture), FrameCodec.Json.Int64),
        double real when double.IsFinite(real) => JsonSerializer.SerializeToElement(real, FrameCodec.Json.Double),
        decimal exact => JsonSerializer.SerializeToElement(exact, FrameCodec.Json.Decimal),
        DateTime or DateTimeOffset => Text(((IFormattable)value).ToString("O", CultureInfo.InvariantCulture)),
        _ => Text(Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? "null", LongestValue)),
    };

    private static JsonElement Text(string text) => JsonSerializer.SerializeToElement(text, FrameCodec.Json.String);
}
