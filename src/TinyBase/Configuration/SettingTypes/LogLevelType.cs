using Microsoft.Extensions.Logging;

namespace TinyBase.Configuration.SettingTypes;

/// <summary>A log level under its short name, in any case.</summary>
internal sealed class LogLevelType : ScalarType<LogLevel>
{
    private static readonly OrderedDictionary<string, LogLevel> Levels = new(StringComparer.OrdinalIgnoreCase)
    {
        ["debug"] = LogLevel.Debug,
        ["info"] = LogLevel.Information,
        ["warning"] = LogLevel.Warning,
        ["error"] = LogLevel.Error,
        ["critical"] = LogLevel.Critical,
    };

    public override string Expected => "debug, info, warning, error or critical";

    // Code may set a level that has no short name.
    public override string Show(LogLevel value)
        => Levels.Where(level => level.Value == value).Select(level => level.Key).FirstOrDefault(value.ToString());

    protected override bool TryRead(string text, out LogLevel value) => Levels.TryGetValue(text.Trim(), out value);
}
