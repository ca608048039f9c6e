using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Whether the system has no users yet.</summary>
internal sealed class GetSetupStatus(UserStore users) : IEndpoint
{
    public Operation Operation { get; } = new("GET", "/api/auth/setup-status", "auth_get_setup_status", Access.Public);

    public async Task Handle(HttpContext context, Caller caller)
    {
        var answer = new SetupStatus(!await users.Any(context.RequestAborted).ConfigureAwait(false));
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.SetupStatus).ConfigureAwait(false);
    }
}

/// <summary>Whether there are no users yet.</summary>
internal sealed record SetupStatus(bool NeedsSetup);
