using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary>The options that say when a schedule runs: one of <c>--cron</c>, <c>--every</c> and <c>--at</c>.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string?> _cron = new("--cron")
    {
        Description = "Minute, hour, day of month, month and day of week, or a name such as @daily.",
        HelpName = "expression",
    };

    private readonly Option<string?> _every = new("--every") { Description = "An interval: 30s, 5m, 2h or 1d.", HelpName = "interval" };

    private readonly Option<string?> _at = new("--at") { Description = "One time, such as 2026-12-31T09:30.", HelpName = "time" };

    private readonly Option<string?> _zone = new("--zone") { Description = "The time zone, such as Europe/Berlin. Default: that of the server.", HelpName = "zone" };

    public void AddTo(Command command)
    {
        command.Options.Add(_cron);
        command.Options.Add(_every);
        command.Options.Add(_at);
        command.Options.Add(_zone);
    }

    /// <summary>Whether any of them is given.</summary>
    public bool IsGiven(ParseResult given) => given.GetValue(_cron) is not null || given.GetValue(_every) is not null || given.GetValue(_at) is not null;

    /// <summary>The plan as JSON; null if there is none, which the error output says.</summary>
    public JsonObject? Read(ParseResult given, TextWriter error)
    {
        var (cron, every, at) = (given.GetValue(_cron), given.GetValue(_every), given.GetValue(_at));
        if (new[] { cron, every, at }.Count(option => option is not null) != 1)
        {
            error.WriteError("Give one of --cron, --every and --at.");
            return null;
        }

        var plan = cron is not null ? new JsonObject { ["method"] = "cron", ["cron"] = cron } : every is not null ? Interval(every) : Once(at!);
        if (plan is null) error.WriteError(every is not null ? $"--every must be like 30s, 5m, 2h or 1d, not {every}" : $"--at must be like 2026-12-31T09:30, not {at}");
        else if (given.GetValue(_zone) is { } zone) plan["timezone"] = zone;
        return plan;
    }

    private static JsonObject? Interval(string text)
    {
        var unit = text.Length > 1 ? text[^1] : ' ';
        var name = unit switch { 's' => "seconds", 'm' => "minutes", 'h' => "hours", 'd' => "days", _ => null };
        return name is not null && long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new JsonObject { ["method"] = "interval", ["unit"] = name, ["value"] = value }
            : null;
    }

    private static JsonObject? Once(string text)
    {
        string[] formats = ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss"];
        return DateTime.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? new JsonObject
            {
                ["method"] = "once",
                ["date"] = time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                ["time"] = time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            }
            : null;
    }

    /// <summary>The same as an element.</summary>
    public static JsonElement Element(JsonObject json) => JsonElement.Parse(json.ToJsonString());
}
