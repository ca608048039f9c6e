using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Sets an application token inactive, from the answer on.</summary>
internal sealed class RevokeApplicationToken(ApplicationTokenStore store) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", ApplicationTokenAnswers.PathOfOne, "admin_revoke_application_token", Access.Admin);

    public OperationDescription Description => new("Revoke an application token")
    {
        Details = "It counts no more from the answer on, and stays in the list as inactive.",
        Answers = [new(204, "It is revoked"), new(404, "There is no such token")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var revoked = await store.Revoke(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (revoked ? Answers.NoContent(context) : ApplicationTokenAnswers.NotFound(context, id)).ConfigureAwait(false);
    }
}
