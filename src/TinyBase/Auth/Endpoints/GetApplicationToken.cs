using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>One application token.</summary>
internal sealed class GetApplicationToken(ApplicationTokenStore store, TimeProvider clock) : IEndpoint
{
    public Operation Operation { get; } = new("GET", ApplicationTokenAnswers.PathOfOne, "admin_get_application_token", Access.Admin);

    public OperationDescription Description => new("Get an application token")
    {
        Answers = [new(200, "The token", Shape.Of<ApplicationTokenView>()), new(404, "There is no such token")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        var token = await store.Get(id, context.RequestAborted).ConfigureAwait(false);
        await ApplicationTokenAnswers.OneOrNotFound(context, id, token, clock.GetUtcNow()).ConfigureAwait(false);
    }
}
