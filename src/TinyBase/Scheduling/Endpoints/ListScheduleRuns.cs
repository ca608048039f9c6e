using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>The last runs of a schedule, the newest first.</summary>
internal sealed class ListScheduleRuns(ScheduleStore store, ScheduleRunStore runs) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ScheduleAnswers.PathOfOne + "/runs", "schedules_list_runs", Access.Admin);

    public OperationDescription Description => new("List runs of a schedule")
    {
        Details = "The newest comes first; the last 50 are kept. What was skipped or lost is among them.",
        Parameters =
        [
            ParameterDescription.Query("limit", Schemas.Integer(1, ScheduleAnswers.MaxLimit, absent: ScheduleAnswers.DefaultLimit), "How many at most."),
            ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
        ],
        Answers = [new(200, "The runs", Shape.Of<ScheduleRunList>()), ScheduleShapes.NotFound],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var limit = query.Integer("limit", ScheduleAnswers.DefaultLimit, 1, ScheduleAnswers.MaxLimit);
        var offset = query.Integer("offset", 0, 0, int.MaxValue);
        var hasId = PathId.TryRead(context, out var id, out var error);
        if (!hasId || query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, [.. hasId ? [] : new[] { error! }, .. query.Errors]).ConfigureAwait(false);
            return;
        }

        if (await store.Get(id, context.RequestAborted).ConfigureAwait(false) is null)
        {
            await ScheduleAnswers.NotFound(context, id).ConfigureAwait(false);
            return;
        }

        var (found, total) = await runs.List(id, limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new ScheduleRunList([.. found.Select(ScheduleRunView.Of)], total, limit, offset),
            WireJson.Wire.ScheduleRunList).ConfigureAwait(false);
    }
}
