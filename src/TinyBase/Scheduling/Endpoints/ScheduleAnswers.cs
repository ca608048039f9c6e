using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>What requests about schedules have in common.</summary>
internal static class ScheduleAnswers
{
    public const string Path = "/api/admin/schedules";

    public const string PathOfOne = Path + "/{id}";

    public const int DefaultLimit = 100;

    public const int MaxLimit = 1000;

    public static Task NotFound(HttpContext context, string id) =>
        Answers.Problem(context, StatusCodes.Status404NotFound, $"Schedule '{id}' not found");

    public static Task One(HttpContext context, int status, Schedule schedule) =>
        Answers.Json(context, status, ScheduleView.Of(schedule), WireJson.Wire.ScheduleView);

    public static Task Refused(HttpContext context, ScheduleRefusal refusal) => refusal switch
    {
        { IsConflict: true } => Answers.Problem(context, StatusCodes.Status409Conflict, refusal.Detail),
        { Errors.Count: > 0 } => Answers.Invalid(context, refusal.Detail, refusal.Errors),
        _ => Answers.Problem(context, StatusCodes.Status400BadRequest, refusal.Detail),
    };

    /// <summary>Answers with what came of a change.</summary>
    public static Task Outcome(HttpContext context, int status, string id, ScheduleOutcome outcome) =>
        outcome.Refusal is { } refusal ? Refused(context, refusal)
        : outcome.Schedule is { } schedule ? One(context, status, schedule)
        : NotFound(context, id);
}
