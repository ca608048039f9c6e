using System.Globalization;

using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Ends all sessions of the caller, on every device.</summary>
internal sealed class Logout(SessionStore sessions) : IEndpoint
{
    public Operation Operation { get; } = new("POST", "/api/auth/logout", "auth_logout", Access.User);

    public async Task Handle(HttpContext context, Caller caller)
    {
        var ended = await sessions.EndAll(caller.Id!, context.RequestAborted).ConfigureAwait(false);
        var answer = new Message(string.Create(CultureInfo.InvariantCulture, $"Successfully logged out ({ended} tokens revoked)"));
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.Message).ConfigureAwait(false);
    }
}
