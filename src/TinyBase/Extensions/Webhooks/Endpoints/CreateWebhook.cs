using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>Makes a webhook. Only this answer has its secret.</summary>
internal sealed class CreateWebhook(WebhookStore store, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("POST", WebhookAnswers.Path, "admin_create_webhook", Access.Admin);

    public OperationDescription Description => new("Create a webhook")
    {
        Details = "Its secret is in this answer and nowhere else.",
        Body = Shape.Body(
            WebhookFields.Name, WebhookFields.Url, WebhookFields.Events, WebhookFields.Filter, WebhookFields.Headers, WebhookFields.Secret, WebhookFields.IsActive),
        Answers =
        [
            new(201, "The webhook with its secret", Shape.Of<WebhookWithSecret>()),
            new(400, $"There are {WebhookStore.Max} webhooks already"),
        ],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var wanted = WebhookFields.Read(fields, isNew: true);
        if (fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, fields.Errors).ConfigureAwait(false);
            return;
        }

        if (await store.Create(wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false) is not { } row)
        {
            await Answers.Problem(
                context, StatusCodes.Status400BadRequest, $"There are {WebhookStore.Max} webhooks already. Delete one that is not needed.").ConfigureAwait(false);
            return;
        }

        var answer = new WebhookWithSecret(WebhookView.Of(row, store.Health(row)), row.Secret);
        await Answers.Json(context, StatusCodes.Status201Created, answer, WireJson.Wire.WebhookWithSecret).ConfigureAwait(false);
    }
}
