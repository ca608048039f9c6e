using System.Globalization;
using System.Text.Json;

using TinyBase.Collections.Schema;
using TinyBase.Hosting;

namespace TinyBase.Scheduling.Plans;

/// <summary>Reads the plan of a schedule from its JSON and gathers all that is wrong with it.</summary>
internal sealed class PlanReader
{
    /// <summary>How far apart two runs may be.</summary>
    private const int MaxDays = 36_500;

    private static readonly string[] DateFormats = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss'Z'"];
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFF"];

    private readonly JsonElement _schedule;
    private readonly TimeZoneInfo _defaultZone;
    private readonly List<ValidationError> _errors = [];

    private PlanReader(JsonElement schedule, TimeZoneInfo defaultZone)
    {
        _schedule = schedule;
        _defaultZone = defaultZone;
    }

    /// <summary>Reads a plan.</summary>
    /// <param name="schedule">A JSON object.</param>
    /// <param name="defaultZone">The zone of a schedule that names none.</param>
    /// <param name="errors">What is wrong with it; empty if it can be used.</param>
    public static SchedulePlan? Read(JsonElement schedule, TimeZoneInfo defaultZone, out IReadOnlyList<ValidationError> errors)
    {
        var reader = new PlanReader(schedule, defaultZone);
        var plan = reader.Read();
        errors = reader._errors;
        return errors.Count == 0 ? plan : null;
    }

    private SchedulePlan? Read()
    {
        var method = Find("method");
        switch (method is { ValueKind: JsonValueKind.String } text ? text.GetString() : null)
        {
            case "once":
                RefuseOthers("date", "run_date", "time", "run_time");
                return Once();
            case "interval":
                RefuseOthers("unit", "value");
                return Interval();
            case "cron":
                RefuseOthers("cron", "description");
                return Cron();
            default:
                Add("enum", "method", $"Unknown schedule method: {Shown(method)}. It is once, interval or cron", method);
                return null;
        }
    }

    private OncePlan? Once()
    {
        var zone = Zone();
        var date = Text("date", "run_date") is { } day ? Date(day) : null;
        var clock = Text("time", "run_time") is { } time ? Time(time) : null;
        if (zone is null || date is null || clock is null) return null;
        var moment = OncePlan.Resolve(date.Value.ToDateTime(clock.Value.Time), zone);
        // A time with an offset that is not the zone's means two things at once.
        if (clock.Value.Offset is not { } offset || offset == zone.GetUtcOffset(moment)) return new OncePlan(moment, zone);
        Add("value_error", "time", "Input should have no offset, or that of the time zone", Find("time") ?? Find("run_time"));
        return null;
    }

    private DateOnly? Date(string text)
    {
        if (DateTime.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date)
            && date.TimeOfDay == TimeSpan.Zero)
        {
            // Whatever the zone, it is a time that can be counted then.
            if (date.Year is > 1 and < 9999) return DateOnly.FromDateTime(date);
            Add("value_error", "date", "Input should be a date from 0002-01-01 to 9998-12-31", Find("date") ?? Find("run_date"));
            return null;
        }

        Add("date_from_datetime_parsing", "date", "Input should be a date such as 2026-12-31", Find("date") ?? Find("run_date"));
        return null;
    }

    private (TimeOnly Time, TimeSpan? Offset)? Time(string text)
    {
        var (clock, offset) = SplitOffset(text);
        if (clock is not null && TimeOnly.TryParseExact(clock, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return (time, offset);
        Add("time_parsing", "time", "Input should be a time such as 09:30 or 09:30:00", Find("time") ?? Find("run_time"));
        return null;
    }

    private static (string? Clock, TimeSpan? Offset) SplitOffset(string text)
    {
        if (text.EndsWith('Z')) return (text[..^1], TimeSpan.Zero);
        var sign = text.IndexOfAny(['+', '-']);
        if (sign < 0) return (text, null);
        return TimeSpan.TryParseExact(text[(sign + 1)..], @"hh\:mm", CultureInfo.InvariantCulture, out var offset)
            ? (text[..sign], text[sign] == '-' ? -offset : offset)
            : (null, null);
    }

    private IntervalPlan? Interval()
    {
        // Absolute time has no zone; a wrong one is a mistake all the same.
        var zone = Zone() ?? _defaultZone;
        var unit = Text("unit") switch
        {
            "seconds" => TimeSpan.FromSeconds(1),
            "minutes" => TimeSpan.FromMinutes(1),
            "hours" => TimeSpan.FromHours(1),
            "days" => TimeSpan.FromDays(1),
            null => TimeSpan.Zero,
            _ => Refuse("unit", "Input should be 'seconds', 'minutes', 'hours' or 'days'"),
        };
        if (Find("value") is not { } given)
        {
            Add("missing", "value", "Field required", null);
            return null;
        }

        if (IntegerType.TryRead(given, out var value) is { } problem) Add(problem.Type, "value", problem.Message, given);
        else if (value <= 0) Add("greater_than", "value", "Input should be greater than 0", given);
        else if (unit > TimeSpan.Zero && value > TimeSpan.FromDays(MaxDays) / unit)
        {
            Add("less_than_equal", "value", $"Input should come to at most {MaxDays} days", given);
        }
        else if (unit > TimeSpan.Zero) return new IntervalPlan(unit * value, zone);
        return null;
    }

    private TimeSpan Refuse(string name, string message)
    {
        Add("enum", name, message, Find(name));
        return TimeSpan.Zero;
    }

    private CronPlan? Cron()
    {
        var zone = Zone();
        if (Find("description") is { ValueKind: not (JsonValueKind.String or JsonValueKind.Null) } description)
        {
            Add("string_type", "description", "Input should be a valid string", description);
        }

        if (Text("cron") is not { } text || zone is null) return null;
        var plan = CronPlan.Read(text, zone, out var problem);
        if (plan is null) Add("value_error", "cron", $"Input should be a cron expression. {problem}", Find("cron"));
        return plan;
    }

    private TimeZoneInfo? Zone()
    {
        if (Find("timezone") is not { ValueKind: not JsonValueKind.Null } given) return _defaultZone;
        if (given.ValueKind == JsonValueKind.String && TryGetString(given) is { } name)
        {
            if (name.Length == 0) return _defaultZone;
            if (TimeZones.Find(name) is { } zone) return zone;
        }

        Add("value_error", "timezone", "Input should be the IANA name of a time zone, such as Europe/Berlin", given);
        return null;
    }

    private string? Text(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Find(name) is not { } value) continue;
            if (value.ValueKind == JsonValueKind.String && TryGetString(value) is { } text) return text;
            Add("string_type", name, "Input should be a valid string", value);
            return null;
        }

        Add("missing", names[0], "Field required", null);
        return null;
    }

    private void RefuseOthers(params string[] known)
    {
        foreach (var member in _schedule.EnumerateObject().Where(member => member.Name is not ("method" or "timezone") && !known.Contains(member.Name)))
        {
            if (_errors.Count >= ValidationError.MaxCount) return;
            var name = member.Name.Length <= ValidationError.MaxNameLength ? member.Name : member.Name[..ValidationError.MaxNameLength];
            Add("extra_forbidden", name, "Extra inputs are not permitted", member.Value);
        }
    }

    private JsonElement? Find(string name) => _schedule.TryGetProperty(name, out var value) ? value : null;

    private static string Shown(JsonElement? method) =>
        method is not { } given ? "None"
        : given.ValueKind == JsonValueKind.String && TryGetString(given) is { Length: <= ValidationError.MaxNameLength } text ? text
        : "what was given";

    /// <summary>A lone surrogate is JSON, but no text.</summary>
    private static string? TryGetString(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private void Add(string type, string name, string message, JsonElement? input) =>
        _errors.Add(new ValidationError(type, ["body", "schedule", name], message, input is { } given ? InputEcho.Of(given) : null));
}
