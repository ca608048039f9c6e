using Microsoft.OpenApi;

using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>What descriptions of operations on schedules have in common.</summary>
internal static class ScheduleShapes
{
    /// <summary>The schema of when a schedule runs.</summary>
    public const string Plan = "SchedulePlan";

    /// <summary>The schema of what is wrong with a schedule.</summary>
    public const string Problem = "ScheduleProblem";

    public static AnswerDescription NotFound { get; } = new(404, "There is no such schedule") { Component = "ScheduleNotFound" };

    public static AnswerDescription Refused { get; } =
        new(400, "There is no such function, or the schedule cannot be", Shape.Named(Problem)) { Component = "InvalidSchedule" };

    public static AnswerDescription Fixed { get; } =
        new(409, "It is housekeeping of the server, or declared in the code of a function") { Component = "FixedSchedule" };

    /// <summary>The policies of a schedule, as bodies have them.</summary>
    public static BodyField[] Policies { get; } =
    [
        new("overlap_policy", Schemas.OneOf(ScheduleRules.Skip, ScheduleRules.Queue).OrNull(), IsRequired: false),
        new("misfire_policy", Schemas.OneOf(ScheduleRules.RunOnce, ScheduleRules.Skip).OrNull(), IsRequired: false),
        BodyField.Integer("max_retries", 0, ScheduleRules.MostRetries, "How often a failed run is tried again").Optional(),
        BodyField.Integer("retry_delay_seconds", 1, ScheduleRules.MostRetryDelay, "How long after the first failure; it doubles with each").Optional(),
        BodyField.Integer("disable_after_failures", 1, ScheduleRules.MostFailures, "After how many failed runs in a row it is disabled").Optional(),
    ];

    public static OpenApiSchema ForPlan()
    {
        var schema = Schemas.Object(
            new BodyField("method", Schemas.OneOf("once", "interval", "cron")),
            BodyField.Text("timezone", text: "The IANA name of a time zone; absent, null or empty for that of the server").Optional(),
            BodyField.Text("date", text: "once: the day, such as 2026-12-31").Optional(),
            BodyField.Text("time", text: "once: the time of the day, such as 09:30").Optional(),
            new BodyField("unit", Schemas.OneOf("seconds", "minutes", "hours", "days"), IsRequired: false),
            BodyField.Integer("value", 1, text: "interval: how many of them").Optional(),
            BodyField.Text("cron", text: "cron: minute, hour, day of month, month and day of week, or a name such as @daily").Optional(),
            BodyField.Text("description", text: "cron: what it means").Optional());
        schema.Description = "When a schedule runs: once at a time, at intervals, or by a cron expression";
        return schema;
    }
}
