using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Metrics.Endpoints;

/// <summary>How much there is and how it goes.</summary>
internal sealed class GetMetrics(MetricsCollector collector) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/admin/metrics", "admin_get_metrics", Access.Admin);

    public OperationDescription Description => new("Get the metrics of the server")
    {
        Details = "How many records each collection has, how the functions did in the last 24 hours, how large the database is and how its line of "
            + "writes does, as it is now. `error_rate` is in percent.",
        Answers = [new(200, "The metrics", Shape.Of<MetricsSnapshot>())],
    };

    public async Task Handle(HttpContext context, Caller caller) => await Answers.Json(
        context,
        StatusCodes.Status200OK,
        await collector.Collect(context.RequestAborted).ConfigureAwait(false),
        WireJson.Wire.MetricsSnapshot).ConfigureAwait(false);
}
