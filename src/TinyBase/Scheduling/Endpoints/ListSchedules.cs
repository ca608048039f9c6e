using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>The schedules, in the order in which they were made.</summary>
internal sealed class ListSchedules(ScheduleStore store) : IEndpoint
{
    private static readonly string[] Sources = [ScheduleSource.User, ScheduleSource.Code, ScheduleSource.System];

    public Operation Operation { get; } = new("GET", ScheduleAnswers.Path, "schedules_list_schedules", Access.Admin);

    public OperationDescription Description => new("List schedules")
    {
        Details = "Those that were made come first. What functions declare in their code, and the housekeeping of the server, is among them.",
        Parameters =
        [
            ParameterDescription.Query("function_name", Schemas.Text(), "Only schedules of this function."),
            ParameterDescription.Query("is_active", Schemas.Boolean(), "Only schedules that are active, or are not."),
            ParameterDescription.Query("source", Schemas.OneOf(Sources), "Only schedules that come from there."),
            ParameterDescription.Query("limit", Schemas.Integer(1, ScheduleAnswers.MaxLimit, absent: ScheduleAnswers.DefaultLimit), "How many at most."),
            ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
        ],
        Answers = [new(200, "The schedules", Shape.Of<ScheduleList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        bool? isActive = query.Text("is_active") is null ? null : query.Boolean("is_active", absent: true);
        var filter = new ScheduleFilter(query.Text("function_name"), isActive, query.OneOf("source", Sources));
        var limit = query.Integer("limit", ScheduleAnswers.DefaultLimit, 1, ScheduleAnswers.MaxLimit);
        var offset = query.Integer("offset", 0, 0, int.MaxValue);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (schedules, total) = await store.List(filter, limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new ScheduleList([.. schedules.Select(ScheduleView.Of)], total, limit, offset),
            WireJson.Wire.ScheduleList).ConfigureAwait(false);
    }
}
