using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Ends one of the caller's sessions. Somebody else's is as good as none.</summary>
internal sealed class EndSession(SessionStore sessions) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", "/api/auth/sessions/{id}", "auth_end_session", Access.User);

    public OperationDescription Description => new("End one of one's own sessions")
    {
        Answers = [new(204, "It has ended"), new(404, "The caller has no such session")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var ended = caller.SessionId is null ? null : await sessions.End(caller.Id!, id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (ended is null
            ? Answers.Problem(context, StatusCodes.Status404NotFound, $"Session '{id}' not found")
            : Answers.NoContent(context)).ConfigureAwait(false);
    }
}
