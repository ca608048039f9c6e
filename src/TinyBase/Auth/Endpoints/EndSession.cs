using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Ends one of the caller's sessions. Somebody else's is as good as none.</summary>
internal sealed class EndSession(SessionStore sessions) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", "/api/auth/sessions/{id}", "auth_end_session", Access.User);

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var ended = caller.SessionId is null ? null : await sessions.End(caller.Id!, id, context.RequestAborted).ConfigureAwait(false);
        await (ended is null
            ? Answers.Problem(context, StatusCodes.Status404NotFound, $"Session '{id}' not found")
            : Answers.NoContent(context)).ConfigureAwait(false);
    }
}
