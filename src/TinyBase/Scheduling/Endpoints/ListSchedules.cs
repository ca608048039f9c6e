using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Scheduling.Endpoints;

/// <summary>The schedules, people's own first unless another order is asked for.</summary>
internal sealed class ListSchedules(ScheduleStore store) : IEndpoint
{
    private static readonly string[] Sources = [ScheduleSource.User, ScheduleSource.Code, ScheduleSource.System];

    private static readonly string[] Columns = [ScheduleOrder.Source, ScheduleOrder.Created, ScheduleOrder.Name, ScheduleOrder.NextRun];
    private static readonly string[] Orders = ["asc", "desc"];

    public Operation Operation { get; } = new("GET", ScheduleAnswers.Path, "schedules_list_schedules", Access.Admin);

    public OperationDescription Description => new("List schedules")
    {
        Details = "People's own come first, then what functions declare in their code, then the housekeeping of the server (`source`), each in the order "
            + "in which they were made. By `next_run_at`, those that run next come first and those that do not run come last.",
        Parameters =
        [
            ParameterDescription.Query("function_name", Schemas.Text(), "Only schedules of this function."),
            ParameterDescription.Query("is_active", Schemas.Boolean(), "Only schedules that are active, or are not."),
            ParameterDescription.Query("source", Schemas.OneOf(Sources), "Only schedules that come from there."),
            ParameterDescription.Query("sort_by", Schemas.OneOf(Columns), "What to sort by."),
            ParameterDescription.Query("sort_order", Schemas.OneOf(Orders), "Which end comes first."),
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
        var order = new ScheduleOrder(query.OneOf("sort_by", Columns) ?? ScheduleOrder.Source, query.OneOf("sort_order", Orders) == "desc");
        var limit = query.Integer("limit", ScheduleAnswers.DefaultLimit, 1, ScheduleAnswers.MaxLimit);
        var offset = query.Integer("offset", 0, 0, int.MaxValue);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (schedules, total) = await store.List(filter, order, limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new ScheduleList([.. schedules.Select(ScheduleView.Of)], total, limit, offset),
            WireJson.Wire.ScheduleList).ConfigureAwait(false);
    }
}
