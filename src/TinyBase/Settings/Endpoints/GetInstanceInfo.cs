using Microsoft.AspNetCore.Http;

using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Settings.Endpoints;

/// <summary>What this instance is called.</summary>
internal sealed class GetInstanceInfo(CurrentSettings current) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/instance-info", "auth_get_instance_info", Access.Public);

    public OperationDescription Description => new("What this instance is called")
    {
        Answers = [new(200, "Its name", Shape.Of<InstanceInfo>())],
    };

    public Task Handle(HttpContext context, Caller caller) =>
        Answers.Json(context, StatusCodes.Status200OK, new InstanceInfo(current.Options.Instance.Name), WireJson.Wire.InstanceInfo);
}

/// <summary>The answer.</summary>
internal sealed record InstanceInfo(string InstanceName);
