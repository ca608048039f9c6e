using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>Deletes a webhook with its deliveries, also those that wait.</summary>
internal sealed class DeleteWebhook(WebhookStore store) : IEndpoint
{
    public Operation Operation { get; } = new("DELETE", WebhookAnswers.PathOfOne, "admin_delete_webhook", Access.Admin);

    public OperationDescription Description => new("Delete a webhook with its deliveries")
    {
        Answers = [new(204, "It is deleted"), WebhookAnswers.Missing],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        if (!PathId.TryRead(context, out var id, out var error)) await Answers.Unprocessable(context, error!).ConfigureAwait(false);
        else if (await store.Delete(id, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false)) await Answers.NoContent(context).ConfigureAwait(false);
        else await WebhookAnswers.NotFound(context, id).ConfigureAwait(false);
    }
}
