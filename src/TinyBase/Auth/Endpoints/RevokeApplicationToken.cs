using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;

namespace TinyBase.Auth.Endpoints;

/// <summary>Sets an application token inactive, from the answer on.</summary>
internal sealed class RevokeApplicationToken(ApplicationTokenStore store) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", ApplicationTokenAnswers.PathOfOne, "admin_revoke_application_token", Access.Admin);

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var revoked = await store.Revoke(id, context.RequestAborted).ConfigureAwait(false);
        await (revoked ? Answers.NoContent(context) : ApplicationTokenAnswers.NotFound(context, id)).ConfigureAwait(false);
    }
}
