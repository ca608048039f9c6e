using System.Text.Json;

using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>A schedule.</summary>
/// <param name="Source">Where it comes from: <c>user</c>, <c>code</c> of a function, or <c>system</c>.</param>
/// <param name="FunctionName">The function; of housekeeping the name of the job.</param>
internal sealed record ScheduleView(
    string Id,
    string Name,
    string FunctionName,
    [property: WrittenAs(ScheduleShapes.Plan)] JsonElement Schedule,
    JsonElement InputData,
    bool IsActive,
    string Source,
    string OverlapPolicy,
    string MisfirePolicy,
    int MaxRetries,
    int RetryDelaySeconds,
    int? DisableAfterFailures,
    int FailuresInARow,
    string? LastRunAt,
    string? LastStatus,
    string? LastError,
    string? NextRunAt,
    string? CreatedByUserId,
    string CreatedAt,
    string UpdatedAt)
{
    public static ScheduleView Of(Schedule schedule) => new(
        schedule.Id, schedule.Name, schedule.FunctionName, JsonElement.Parse(schedule.Plan), JsonElement.Parse(schedule.InputData),
        schedule.IsActive, schedule.Source, schedule.OverlapPolicy, schedule.MisfirePolicy, schedule.MaxRetries,
        schedule.RetryDelaySeconds, schedule.DisableAfterFailures, schedule.FailuresInARow, schedule.LastRunAt, schedule.LastStatus,
        schedule.LastError, schedule.NextRunAt, schedule.CreatedBy, schedule.CreatedAt, schedule.UpdatedAt);
}

/// <summary>Schedules.</summary>
internal sealed record ScheduleList(IReadOnlyList<ScheduleView> Schedules, long Total, int Limit, int Offset);

/// <summary>A run of a schedule.</summary>
/// <param name="Reason">Why there is this run: <c>schedule</c>, or <c>manual</c> where somebody asked for it.</param>
/// <param name="Status">waiting, running, succeeded, failed, skipped or lost.</param>
/// <param name="Attempt">Which attempt it is in, from 1.</param>
/// <param name="CallId">The call of the function; null where there was none.</param>
internal sealed record ScheduleRunView(
    string Id,
    string ScheduleId,
    string Reason,
    string Status,
    int Attempt,
    string PlannedAt,
    string? StartedAt,
    string? FinishedAt,
    string? CallId,
    string? Error)
{
    public static ScheduleRunView Of(ScheduleRun run) => new(
        run.Id, run.ScheduleId, run.Reason, run.Status, run.Attempt, run.PlannedAt, run.StartedAt, run.FinishedAt, run.CallId, run.Error);
}

/// <summary>Runs of a schedule.</summary>
internal sealed record ScheduleRunList(IReadOnlyList<ScheduleRunView> Runs, long Total, int Limit, int Offset);

/// <summary>The next times of a schedule.</summary>
internal sealed record SchedulePreview(string Timezone, IReadOnlyList<PreviewedRun> Runs)
{
    public static SchedulePreview Of(PreviewOutcome outcome) => new(
        outcome.Zone!.Id,
        [.. outcome.Times.Select(time => new PreviewedRun(Storage.Timestamps.ToText(time), TimeZoneInfo.ConvertTime(time, outcome.Zone!).ToString("yyyy-MM-dd'T'HH:mm:sszzz", null)))]);
}

/// <summary>One of them.</summary>
/// <param name="RunAt">In UTC.</param>
/// <param name="LocalTime">In the time zone, with its offset.</param>
internal sealed record PreviewedRun(string RunAt, string LocalTime);
