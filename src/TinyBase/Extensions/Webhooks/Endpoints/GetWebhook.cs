using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>One webhook.</summary>
internal sealed class GetWebhook(WebhookStore store) : IEndpoint
{
    public Operation Operation { get; } = new("GET", WebhookAnswers.PathOfOne, "admin_get_webhook", Access.Admin);

    public OperationDescription Description => new("Get a webhook")
    {
        Answers = [new(200, "The webhook", Shape.Of<WebhookView>()), WebhookAnswers.Missing],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (await WebhookAnswers.Find(context, store).ConfigureAwait(false) is not { } row) return;
        await Answers.Json(context, StatusCodes.Status200OK, WebhookView.Of(row, store.Health(row)), WireJson.Wire.WebhookView).ConfigureAwait(false);
    }
}
