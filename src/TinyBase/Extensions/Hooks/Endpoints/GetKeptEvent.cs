using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>One event that is kept for a durable hook.</summary>
internal sealed class GetKeptEvent(OutboxStore outbox) : IEndpoint
{
    public Operation Operation { get; } = new("GET", HookAnswers.Path + "/events/{id}", "admin_get_hook_event", Access.Admin);

    public OperationDescription Description => new("Get an event kept for a durable hook")
    {
        Answers = [new(200, "The event", Shape.Of<KeptEventView>()), new(404, "There is no such event, or its hook has taken it")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        await (await outbox.Find(id, subscriber: null, context.RequestAborted).ConfigureAwait(false) is { } row
            ? Answers.Json(context, StatusCodes.Status200OK, KeptEventView.Of(row), WireJson.Wire.KeptEventView)
            : Answers.Problem(context, StatusCodes.Status404NotFound, $"Event '{id}' not found")).ConfigureAwait(false);
    }
}
