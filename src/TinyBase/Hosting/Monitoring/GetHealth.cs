using Microsoft.AspNetCore.Http;

using TinyBase.Hosting.Describing;

namespace TinyBase.Hosting.Monitoring;

/// <summary>Says that the server answers.</summary>
internal sealed class GetHealth(Operation operation, string status) : IEndpoint
{
    public Operation Operation { get; } = operation;

    public static GetHealth Health => new(new Operation("GET", "/health", "system_get_health", Access.Public) { AnswersHead = true }, "healthy");

    public static GetHealth Healthz => new(new Operation("GET", "/healthz", "system_get_healthz", Access.Public) { AnswersHead = true }, "ok");

    public OperationDescription Description => new("Whether the server answers")
    {
        Answers = [new(200, "It does", Shape.Of<HealthStatus>())],
    };

    public Task Handle(HttpContext context, Caller caller) =>
        Answers.Json(context, StatusCodes.Status200OK, new HealthStatus(status), WireJson.Wire.HealthStatus);
}

/// <summary>The answer of a health check.</summary>
internal sealed record HealthStatus(string Status);
