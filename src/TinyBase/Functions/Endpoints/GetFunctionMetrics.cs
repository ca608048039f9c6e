using Microsoft.AspNetCore.Http;

using TinyBase.Functions.Calls;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Functions.Endpoints;

/// <summary>How the functions did in the last hours.</summary>
internal sealed class GetFunctionMetrics(FunctionCallStore store, TimeProvider clock) : IEndpoint
{
    private const int DefaultHours = 24;
    private const int MaxHours = 720;

    public Operation Operation { get; } = new("GET", FunctionAnswers.AdminPath + "/metrics", "admin_get_function_metrics", Access.Admin);

    public OperationDescription Description => new("Get how functions did")
    {
        Details = "Counted from the calls that are remembered. `failed` counts all that have not succeeded, also those that are running. Durations are those "
            + "that 50, 95 and 99 % of the calls did not exceed.",
        Parameters = [ParameterDescription.Query("hours", Schemas.Integer(1, MaxHours, absent: DefaultHours), "How far to look back.")],
        Answers = [new(200, "Calls by function", Shape.Of<FunctionMetrics>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var query = new QueryParameters(context.Request.Query);
        var hours = query.Integer("hours", DefaultHours, 1, MaxHours);
        if (query.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, query.Errors).ConfigureAwait(false);
            return;
        }

        var statistics = await store.Statistics(clock.GetUtcNow().AddHours(-hours), context.RequestAborted).ConfigureAwait(false);
        var functions = statistics.ToDictionary(
            one => one.Name,
            one => new FunctionMetricsView(one.Total, one.Succeeded, one.Total - one.Succeeded, one.AverageMs ?? 0, one.P50Ms, one.P95Ms, one.P99Ms));
        await Answers.Json(
            context, StatusCodes.Status200OK, new FunctionMetrics(hours, functions), WireJson.Wire.FunctionMetrics).ConfigureAwait(false);
    }
}
