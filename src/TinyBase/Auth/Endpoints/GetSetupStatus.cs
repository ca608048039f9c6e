using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Whether the system has no users yet.</summary>
internal sealed class GetSetupStatus(UserStore users) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/setup-status", "auth_get_setup_status", Access.Public);

    public OperationDescription Description => new("Whether there are no users yet")
    {
        Answers = [new(200, "Whether there are none", Shape.Of<SetupStatus>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var answer = new SetupStatus(!await users.Any(context.RequestAborted).ConfigureAwait(false));
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.SetupStatus).ConfigureAwait(false);
    }
}

/// <summary>Whether there are no users yet.</summary>
internal sealed record SetupStatus(bool NeedsSetup);
