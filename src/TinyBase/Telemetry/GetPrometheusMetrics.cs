using System.Text;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Telemetry;

/// <summary>What was measured, for Prometheus: for admins, and for programs whose scopes have <c>metrics</c>.</summary>
internal sealed class GetPrometheusMetrics(PrometheusMetrics metrics) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/metrics", "system_get_metrics", Access.Optional);

    public OperationDescription Description => new("What was measured, for Prometheus")
    {
        Details = "For admins, and for application tokens whose scopes have `metrics`.",
        Callers = "admins and programs that watch",
        Answers =
        [
            new(200, "The metrics in the text format of Prometheus", Shape.Inline(Schemas.Text()) with { MediaType = "text/plain" }),
            new(401, "There is no token"),
            new(403, "The caller is no admin"),
        ],
    };

    public Task Handle(HttpContext context, Caller caller)
    {
        if (caller.IsAnonymous) return Answers.NotAuthenticated(context);
        if (!caller.IsAdmin && caller.Scopes is not { Metrics: true })
        {
            return Answers.Problem(context, StatusCodes.Status403Forbidden, "Admin access required");
        }

        var text = Encoding.UTF8.GetBytes(metrics.Write());
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.ContentLength = text.Length;
        return context.Response.Body.WriteAsync(text, context.RequestAborted).AsTask();
    }
}
