using System.Text.Json;

using TinyBase.Hosting;

namespace TinyBase.Scheduling;

/// <summary>What somebody wants of a schedule; what is null is as it was, or the default.</summary>
internal sealed record ScheduleRequest
{
    public const int MaxName = 200;

    private static readonly string[] Overlaps = [ScheduleRules.Skip, ScheduleRules.Queue];
    private static readonly string[] Misfires = [ScheduleRules.RunOnce, ScheduleRules.Skip];

    public string? Name { get; init; }

    /// <summary>The function; it cannot be changed.</summary>
    public string? FunctionName { get; init; }

    public JsonElement? Plan { get; init; }

    public JsonElement? InputData { get; init; }

    public bool? IsActive { get; init; }

    public string? OverlapPolicy { get; init; }

    public string? MisfirePolicy { get; init; }

    public int? MaxRetries { get; init; }

    public int? RetryDelaySeconds { get; init; }

    /// <summary>Whether <see cref="DisableAfterFailures"/> is given, be it null.</summary>
    public bool SetsDisableAfterFailures { get; init; }

    public int? DisableAfterFailures { get; init; }

    /// <summary>Whether more than <see cref="IsActive"/> is to change.</summary>
    public bool ChangesMore =>
        Name is not null || Plan is not null || InputData is not null || OverlapPolicy is not null || MisfirePolicy is not null
        || MaxRetries is not null || RetryDelaySeconds is not null || SetsDisableAfterFailures;

    /// <summary>Reads what a new schedule is to be.</summary>
    public static ScheduleRequest New(BodyFields fields) => Rest(fields) with
    {
        Name = fields.Text("name", 1, MaxName),
        FunctionName = fields.Text("function_name", 0, MaxName),
        Plan = fields.Object("schedule"),
    };

    /// <summary>Reads what is to change about one.</summary>
    public static ScheduleRequest Change(BodyFields fields) => Rest(fields) with
    {
        Name = fields.OptionalText("name", 1, MaxName),
        Plan = fields.OptionalObject("schedule"),
    };

    private static ScheduleRequest Rest(BodyFields fields) => new()
    {
        InputData = fields.OptionalObject("input_data"),
        IsActive = fields.OptionalBoolean("is_active"),
        OverlapPolicy = fields.OptionalChoice("overlap_policy", Overlaps),
        MisfirePolicy = fields.OptionalChoice("misfire_policy", Misfires),
        MaxRetries = fields.OptionalInteger("max_retries", 0, ScheduleRules.MostRetries),
        RetryDelaySeconds = fields.OptionalInteger("retry_delay_seconds", 1, ScheduleRules.MostRetryDelay),
        SetsDisableAfterFailures = fields.IsGiven("disable_after_failures"),
        DisableAfterFailures = fields.OptionalInteger("disable_after_failures", 1, ScheduleRules.MostFailures),
    };

    /// <summary>A schedule with the changes, but for its plan and what follows from it.</summary>
    public Schedule ApplyTo(Schedule schedule) => schedule with
    {
        Name = Name ?? schedule.Name,
        InputData = InputData?.GetRawText() ?? schedule.InputData,
        OverlapPolicy = OverlapPolicy ?? schedule.OverlapPolicy,
        MisfirePolicy = MisfirePolicy ?? schedule.MisfirePolicy,
        MaxRetries = MaxRetries ?? schedule.MaxRetries,
        RetryDelaySeconds = RetryDelaySeconds ?? schedule.RetryDelaySeconds,
        DisableAfterFailures = SetsDisableAfterFailures ? DisableAfterFailures : schedule.DisableAfterFailures,
    };
}
