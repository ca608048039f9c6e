using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>One delivery to a webhook.</summary>
internal sealed class GetDelivery(WebhookStore store, OutboxStore outbox) : IEndpoint
{
    public Operation Operation { get; } =
        new("GET", WebhookAnswers.PathOfOne + "/deliveries/{delivery_id}", "admin_get_webhook_delivery", Access.Admin);

    public OperationDescription Description => new("Get a delivery to a webhook")
    {
        Answers = [new(200, "The delivery", Shape.Of<DeliveryView>()), new(404, "There is no such webhook or delivery")],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error, "delivery_id"))
        {
            await Answers.Unprocessable(context, error!).ConfigureAwait(false);
            return;
        }

        if (await WebhookAnswers.Find(context, store).ConfigureAwait(false) is not { } webhook) return;
        await (await outbox.Find(id, webhook.Subscriber, context.RequestAborted).ConfigureAwait(false) is { } row
            ? Answers.Json(context, StatusCodes.Status200OK, DeliveryView.Of(row), WireJson.Wire.DeliveryView)
            : Answers.Problem(context, StatusCodes.Status404NotFound, $"Delivery '{id}' not found")).ConfigureAwait(false);
    }
}
