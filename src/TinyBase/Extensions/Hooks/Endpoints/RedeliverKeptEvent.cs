using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Hooks.Endpoints;

/// <summary>Has a kept event brought to its hook now, also one that was given up.</summary>
internal sealed class RedeliverKeptEvent(OutboxStore outbox, HookRegistry registry) : IEndpoint
{
    public Operation Operation { get; } = new("POST", HookAnswers.Path + "/events/{id}/redeliver", "admin_redeliver_hook_event", Access.Admin);

    public OperationDescription Description => new("Bring a kept event to its hook now")
    {
        Details = "Its attempts count from zero again.",
        Answers = [new(202, "It waits for the hook", Shape.Of<KeptEventView>()), new(404, "There is no such event")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (await outbox.Redeliver(id, subscriber: null, context.RequestAborted).ConfigureAwait(false) is not { } row)
        {
            await Answers.Problem(context, StatusCodes.Status404NotFound, $"Event '{id}' not found").ConfigureAwait(false);
            return;
        }

        registry.Wake(row.Subscriber);
        await Answers.Json(context, StatusCodes.Status202Accepted, KeptEventView.Of(row), WireJson.Wire.KeptEventView).ConfigureAwait(false);
    }
}
