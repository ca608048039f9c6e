using System.Text.Json;

using TinyBase.Scheduling.Endpoints;

namespace TinyBase.Cli.Commands.Schedules;

/// <summary>How schedules are written.</summary>
internal static class ScheduleText
{
    /// <summary>A row for each schedule, below the heads of the columns.</summary>
    public static IReadOnlyList<string[]> Table(IEnumerable<ScheduleView> schedules) =>
    [
        ["ID", "NAME", "FUNCTION", "WHEN", "SOURCE", "NEXT RUN", "LAST RUN", "LAST"],
        .. schedules.Select(schedule => (string[])
        [
            schedule.Id, Plain(schedule.Name), Plain(schedule.FunctionName), Plain(When(schedule.Schedule)), schedule.Source,
            schedule.NextRunAt ?? (schedule.IsActive ? "never" : "disabled"), schedule.LastRunAt ?? "never", schedule.LastStatus ?? "-",
        ]),
    ];

    /// <summary>The next times, in the zone of the schedule and in UTC.</summary>
    public static IReadOnlyList<string[]> Table(SchedulePreview preview) =>
        [[preview.Timezone, "UTC"], .. preview.Runs.Select(run => (string[])[run.LocalTime, run.RunAt])];

    public static string Plain(string text) => ApplicationTokenText.Plain(text);

    private static string When(JsonElement plan)
    {
        string Text(string name) => plan.TryGetProperty(name, out var value) ? value.ToString() : string.Empty;
        var when = Text("method") switch
        {
            "cron" => Text("cron"),
            "interval" => $"every {Text("value")} {Text("unit")}",
            _ => $"{Text("date")}{Text("run_date")} {Text("time")}{Text("run_time")}",
        };
        return Text("timezone") is { Length: > 0 } zone ? $"{when} {zone}" : when;
    }
}
