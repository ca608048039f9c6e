using Microsoft.AspNetCore.Http;

using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>All webhooks, the oldest first.</summary>
internal sealed class ListWebhooks(WebhookStore store) : IEndpoint
{
    public Operation Operation { get; } = new("GET", WebhookAnswers.Path, "admin_list_webhooks", Access.Admin);

    public OperationDescription Description => new("List webhooks")
    {
        Details = "Their secrets and the values of their headers are not shown.",
        Answers = [new(200, "The webhooks", Shape.Of<WebhookList>())],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        var rows = await store.List(context.RequestAborted).ConfigureAwait(false);
        var answer = new WebhookList([.. rows.Select(row => WebhookView.Of(row, store.Health(row)))]);
        await Answers.Json(context, StatusCodes.Status200OK, answer, WireJson.Wire.WebhookList).ConfigureAwait(false);
    }
}
