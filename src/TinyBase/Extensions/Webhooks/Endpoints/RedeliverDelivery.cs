using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>Sends an event to a webhook once more, with the id that it had.</summary>
internal sealed class RedeliverDelivery(WebhookStore store, OutboxStore outbox, HookRegistry registry) : IEndpoint
{
    public Operation Operation { get; } =
        new("POST", WebhookAnswers.PathOfOne + "/deliveries/{delivery_id}/redeliver", "admin_redeliver_webhook_delivery", Access.Admin);

    public OperationDescription Description => new("Send an event to a webhook once more")
    {
        Details = "Its id stays the same and its attempts count from zero again. It is sent once the webhook is active.",
        Answers = [new(202, "It waits to be sent", Shape.Of<DeliveryView>()), new(404, "There is no such webhook or delivery")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error, "delivery_id"))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (await WebhookAnswers.Find(context, store).ConfigureAwait(false) is not { } webhook) return;
        if (await outbox.Redeliver(id, webhook.Subscriber, context.RequestAborted).ConfigureAwait(false) is not { } row)
        {
            await Answers.Problem(context, StatusCodes.Status404NotFound, $"Delivery '{id}' not found").ConfigureAwait(false);
            return;
        }

        registry.Wake(webhook.Subscriber);
        await Answers.Json(context, StatusCodes.Status202Accepted, DeliveryView.Of(row), WireJson.Wire.DeliveryView).ConfigureAwait(false);
    }
}
