using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Auth.Endpoints;

/// <summary>Gives an application token another value, which counts instead of the one before.</summary>
internal sealed class RotateApplicationToken(ApplicationTokenStore store, TimeProvider clock) : IEndpoint
{
    public Operation Operation { get; } = new("POST", ApplicationTokenAnswers.PathOfOne + "/rotate", "admin_rotate_application_token", Access.Admin);

    public OperationDescription Description => new("Give an application token another value")
    {
        Details = "The value before counts no more from the answer on; all else stays as it is. Only this answer has the new value.",
        Answers = [new(200, "The token with its value", Shape.Of<CreatedApplicationToken>()), new(404, "There is no such token")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (await store.Rotate(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false) is not { } issued)
        {
            await ApplicationTokenAnswers.NotFound(context, id).ConfigureAwait(false);
            return;
        }

        var answer = new CreatedApplicationToken(ApplicationTokenView.At(clock.GetUtcNow(), issued.Token), issued.Value);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.CreatedApplicationToken).ConfigureAwait(false);
    }
}
