using Microsoft.AspNetCore.Http;

using TinyBase.Audit;
using TinyBase.Configuration;
using TinyBase.Hosting;
using TinyBase.Hosting.Describing;

namespace TinyBase.Extensions.Webhooks.Endpoints;

/// <summary>Changes a webhook. What is absent stays as it is; a secret of null is replaced by a new one.</summary>
internal sealed class UpdateWebhook(WebhookStore store, TinyBaseOptions options) : IEndpoint
{
    public Operation Operation { get; } = new("PATCH", WebhookAnswers.PathOfOne, "admin_update_webhook", Access.Admin);

    public OperationDescription Description => new("Change a webhook")
    {
        Details = "What is absent stays as it is. A `secret` of null is replaced by a new one, which is in this answer and nowhere else. "
            + "`headers` are replaced as a whole.",
        Body = Shape.Body(
            WebhookFields.Name.Optional(), WebhookFields.Url.Optional(), WebhookFields.Events.Optional(), WebhookFields.Filter, WebhookFields.Headers,
            WebhookFields.Secret, WebhookFields.IsActive),
        Answers = [new(200, "The webhook", Shape.Of<WebhookWithSecret>()), WebhookAnswers.Missing, WebhookAnswers.Unreadable],
    };

    public async Task Handle(HttpContext context, Caller caller)
    {
        using var body = await RequestBody.Read(context, options.Server.MaxBodyBytes).ConfigureAwait(false);
        if (await body.Refused(context).ConfigureAwait(false)) return;
        var fields = new BodyFields(body.Root);
        var wanted = WebhookFields.Read(fields, isNew: false);
        var hasId = PathId.TryRead(context, out var id, out var error);
        if (!hasId || fields.Errors.Count > 0)
        {
            await Answers.Unprocessable(context, [.. hasId ? [] : new[] { error! }, .. fields.Errors]).ConfigureAwait(false);
            return;
        }

        var outcome = await store.Update(id, wanted, Actor.Of(context, caller), context.RequestAborted).ConfigureAwait(false);
        await (outcome switch
        {
            { Row: null } => WebhookAnswers.NotFound(context, id),
            { IsRefused: true } => Answers.Problem(context, StatusCodes.Status409Conflict, outcome.Row.Unreadable!),
            { Row: var row } => Answers.Json(
                context,
                StatusCodes.Status200OK,
                new WebhookWithSecret(WebhookView.Of(row, store.Health(row)), wanted.Secret),
                WireJson.Wire.WebhookWithSecret),
        }).ConfigureAwait(false);
    }
}
