using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Metrics.Endpoints;

/// <summary>Metrics as they were at times.</summary>
internal sealed class GetMetricsHistory(MetricsHistory history, TimeProvider clock) : IEndpoint
{
    private const int DefaultHours = 24;
    private const int MaxHours = 720;

    public Operation Operation { get; } = new("GET", "/api/admin/metrics/history", "admin_get_metrics_history", Access.Admin);

    public OperationDescription Description => new("Get how the metrics developed")
    {
        Details = $"The metrics are kept every half hour unless `metrics_collection_interval` says otherwise; the last {MetricsHistory.Kept:N0} are kept.",
        Parameters = [ParameterDescription.Query("hours", Schemas.Integer(1, MaxHours, absent: DefaultHours), "How far to look back.")],
        Answers = [new(200, "The metrics, the oldest first", Shape.Of<MetricsHistoryView>())],
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

        var snapshots = await history.Since(clock.GetUtcNow().AddHours(-hours), context.RequestAborted).ConfigureAwait(false);
        await Answers.Json(
            context, StatusCodes.Status200OK, new MetricsHistoryView(hours, snapshots), WireJson.Wire.MetricsHistoryView).ConfigureAwait(false);
    }
}

/// <summary>Metrics as they were at times.</summary>
internal sealed record MetricsHistoryView(int PeriodHours, IReadOnlyList<MetricsSnapshot> Snapshots);
