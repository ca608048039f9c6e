using System.Text.Json;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Scheduling.Jobs;
using TinyBase.Scheduling.Plans;

namespace TinyBase.Scheduling;

/// <summary>Reads the plans of schedules.</summary>
internal sealed class SchedulePlans(CurrentSettings settings, SystemJobs jobs)
{
    /// <summary>Reads a plan that somebody gave.</summary>
    public SchedulePlan? Read(JsonElement given, out IReadOnlyList<ValidationError> errors) => PlanReader.Read(given, DefaultZone(), out errors);

    /// <summary>The plan of a schedule.</summary>
    /// <returns>Null if it cannot be read any more, such as one in a zone that this system does not know; <paramref name="problem"/> says why.</returns>
    public SchedulePlan? Of(Schedule schedule, out string problem)
    {
        problem = string.Empty;
        if (schedule.Source == ScheduleSource.System) return OfJob(schedule, out problem);
        var plan = Read(JsonElement.Parse(schedule.Plan), out var errors);
        if (plan is null) problem = Describe(errors);
        return plan;
    }

    /// <summary>The schedule with its plan as it is now; that of a system job follows the settings.</summary>
    public Schedule Current(Schedule schedule) => schedule.Source == ScheduleSource.System && jobs.Find(schedule.FunctionName) is { } job
        ? schedule with { Plan = SystemJobs.JsonOf(job) }
        : schedule;

    private IntervalPlan? OfJob(Schedule schedule, out string problem)
    {
        problem = $"This version has no job '{schedule.FunctionName}'";
        return jobs.Find(schedule.FunctionName) is { } job ? SystemJobs.PlanOf(job) : null;
    }

    /// <summary>What is wrong with a plan, in one text.</summary>
    public static string Describe(IReadOnlyList<ValidationError> errors) =>
        "Invalid schedule configuration: " + string.Join("; ", errors.Select(error => $"{error.Location[^1]}: {error.Message}"));

    /// <summary>The zone of a schedule that names none.</summary>
    private TimeZoneInfo DefaultZone() => TimeZones.Find(settings.Options.Instance.TimeZone) ?? TimeZoneInfo.Utc;
}
