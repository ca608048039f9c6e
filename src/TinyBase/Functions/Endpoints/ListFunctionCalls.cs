using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>The calls that are remembered, the newest first.</summary>
internal sealed class ListFunctionCalls(FunctionCallStore store) : IEndpoint
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private static readonly string[] Statuses = [FunctionCall.Running, FunctionCall.Succeeded, FunctionCall.Failed];
    private static readonly string[] Triggers = ["manual", "schedule"];

    public Operation Operation { get; } = new("GET", FunctionAnswers.AdminPath + "/calls", "admin_list_function_calls", Access.Admin);

    public OperationDescription Description => new("List calls of functions")
    {
        Details = "The newest come first. Old ones are forgotten after a time; see the settings.",
        Parameters =
        [
            ParameterDescription.Query("function_name", Schemas.Text(), "Only calls of this function."),
            ParameterDescription.Query("status", Schemas.OneOf(Statuses), "Only calls with this status."),
            ParameterDescription.Query("trigger_type", Schemas.OneOf(Triggers), "Only calls that were started like this."),
            ParameterDescription.Query("trigger_id", Schemas.Id(), "Only calls of this schedule."),
            ParameterDescription.Query("user_id", Schemas.Text(), "Only calls by this user."),
            ParameterDescription.Query("limit", Schemas.Integer(1, MaxLimit, absent: DefaultLimit), "How many calls at most."),
            ParameterDescription.Query("offset", Schemas.Integer(0, int.MaxValue, absent: 0), "How many to pass over."),
        ],
        Answers = [new(200, "The calls", Shape.Of<FunctionCallList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var filter = new CallFilter(
            query.Text("function_name"), query.OneOf("status", Statuses), query.OneOf("trigger_type", Triggers), query.Id("trigger_id"), query.Text("user_id"));
        var limit = query.Integer("limit", DefaultLimit, 1, MaxLimit);
        var offset = query.Integer("offset", 0, 0, int.MaxValue);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var (calls, total) = await store.List(filter, limit, offset, context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context,
            StatusCodes.Status200OK,
            new FunctionCallList([.. calls.Select(FunctionCallView.Of)], total, limit, offset),
            WireJson.Wire.FunctionCallList).ConfigureAwait(false);
    }
}
