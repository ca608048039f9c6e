using System.Text.Json.Nodes;

using Microsoft.AspNetCore.Http;

using TinyBase.Extensions.Hooks;
using TinyBase.Extensions.Outbox;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;
using TinyBase.Storage;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>Sends a made-up event to a webhook, active or not, and answers what came of it.</summary>
internal sealed class TestWebhook(WebhookStore store, WebhookSender sender, IdGenerator ids) : IEndpoint
{
    private const string Event = "webhook.test";

    public Operation Operation { get; } = new("POST", WebhookAnswers.PathOfOne + "/test", "admin_test_webhook", Access.Admin);

    public OperationDescription Description => new("Send a test to a webhook")
    {
        Details = "It is sent at once and once, and not kept among the deliveries.",
        Answers = [new(200, "What came of it", Shape.Of<DeliveryView>()), WebhookAnswers.Missing, WebhookAnswers.Unreadable],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (await WebhookAnswers.Find(context, store).ConfigureAwait(false) is not { } webhook) return;
        if (webhook.Unreadable is { } problem)
        {
            await Answers.Problem(context, StatusCodes.Status409Conflict, problem).ConfigureAwait(false);
            return;
        }

        var made = ids.Next();
        var now = Timestamps.ToText(made.Time);
        var row = new OutboxRow
        {
            Seq = 0,
            Id = made.Id.ToString(),
            Subscriber = webhook.Subscriber,
            Event = Event,
            Payload = new JsonObject
            {
                ["type"] = Event,
                ["timestamp"] = now,
                ["data"] = new JsonObject { ["webhook_id"] = webhook.Id, ["request_id"] = context.TraceIdentifier },
            }.ToJsonString(),
            Status = OutboxRow.Pending,
            Attempts = 1,
            NextAttemptAt = now,
            CreatedAt = now,
        };
        var target = WebhookStore.Describe(webhook, HookPoint.Startup, store.Health(webhook), new Signal());
        var attempt = await sender.Send(target, row, context.RequestAborted).ConfigureAwait(false);
        var ended = row with
        {
            Status = attempt.Error is null ? OutboxRow.Delivered : OutboxRow.Dead,
            FinishedAt = Timestamps.ToText(made.Time + attempt.Took),
            DurationMs = (long)attempt.Took.TotalMilliseconds,
            ResponseStatus = attempt.ResponseStatus,
            ResponseBody = attempt.ResponseBody,
            Error = attempt.Error,
        };
        await Answers.Json(context, StatusCodes.Status200OK, DeliveryView.Of(ended), WireJson.Wire.DeliveryView).ConfigureAwait(false);
    }
}
